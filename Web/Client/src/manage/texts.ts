import { addTexts } from '../shared/i18n/i18n';

addTexts('manage', {
  en: {
    room: 'Control room', skipToContent: 'Skip to content', sections: 'Sections', overview: 'Projects', courses: 'Courses', programs: 'For programs', signOut: 'Sign out', toWork: 'To the work',
    notManager: 'This room is for those who run projects.',
    section: { live: 'Live', steer: 'Steer', tasks: 'Tasks', import: 'Bring in', data: 'Data out', rehearse: 'Rehearse', experiments: 'Experiments', settings: 'Settings' },
  },
  ko: {
    room: '관리', skipToContent: '본문으로 건너뛰기', sections: '메뉴', overview: '프로젝트', courses: '과정', programs: '프로그램 연결', signOut: '로그아웃', toWork: '작업으로 가기',
    notManager: '프로젝트 관리자만 들어올 수 있습니다.',
    section: { live: '실시간', steer: '조정', tasks: '작업', import: '올리기', data: '내보내기', rehearse: '미리 보기', experiments: '실험', settings: '설정' },
  },
});
