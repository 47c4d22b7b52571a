import { addTexts } from '../../shared/i18n/i18n';

addTexts('overview', {
  en: {
    title: 'Projects', none: 'No project yet', noneWhat: 'Make one from a template: it takes a few minutes, and nothing is paid before you open it.', create: 'New project', project: 'Project', status: 'Status', working: 'Working',
    paused: '{{count}} pausing', perMinute: 'Answers, last hour', progress: 'Done', of: '{{done}} of {{all}} tasks', ready: 'Ready', stuck: 'Stuck',
    spent: 'Spent', left: 'left', sparkSays: '{{sum}} answers in the last hour', search: 'Find a project', nothing: 'No project of that name.',
    sums: '{{working}} at work · {{perHour}} answers in the last hour',
  },
  ko: {
    title: '프로젝트', none: '아직 프로젝트가 없습니다', noneWhat: '서식에서 하나 만들어 보세요. 몇 분이면 되고, 열기 전에는 돈이 나가지 않습니다.', create: '새 프로젝트', project: '프로젝트', status: '상태', working: '작업 중',
    paused: '{{count}}명 쉬는 중', perMinute: '최근 1시간 답변', progress: '완료', of: '작업 {{all}}개 중 {{done}}개', ready: '대기', stuck: '막힘',
    spent: '사용', left: '남음', sparkSays: '최근 1시간 답변 {{sum}}개', search: '프로젝트 찾기', nothing: '그런 이름의 프로젝트가 없습니다.',
    sums: '{{working}}명 작업 중 · 최근 1시간 답변 {{perHour}}개',
  },
});
