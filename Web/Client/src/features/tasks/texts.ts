import { addTexts } from '../../shared/i18n/i18n';

addTexts('tasks', {
  en: {
    holders: 'Who works on what', nobody: 'Nobody holds a task now.', who: 'Trainer', task: 'Task', since: 'Since', state: 'State', working: 'At work', pausing: 'Pausing', silent: 'Silent since {{time}}',
    stuck: 'Stuck tasks', noStuck: 'No task is stuck.', stuckWhat: 'Too many people skipped, reported or let them expire. Look at one, and put it back if it is sound.', putBack: 'Put back', putBackAll: 'Put all {{count}} back', sure: 'These tasks are offered again to everybody who has not had them; they come back here if it goes on.', undo: 'They can not be taken out again by hand.', cancel: 'Cancel',
    find: 'Look at a task', number: 'Number', look: 'Look', trace: 'Task {{number}}', never: 'Nobody has had this task yet.', isStuck: 'It is stuck: {{reasons}}', answer: 'Answer', receipt: 'Paid', leased: 'Taken', ended: 'Ended', rate: '{{rate}} an hour, rate version {{version}}', versions: 'type v{{type}}, guidelines v{{guidelines}}', active: '{{time}} paid', none: 'no answer', reason: 'Reason', close: 'Close',
    fate: { active: 'At work', paused: 'Pausing', submitted: 'Used', submittedLate: 'Used, late', superseded: 'Superseded, paid', released: 'Given back', skipped: 'Skipped', expired: 'Expired', tombstone: 'Never began' },
    log: 'What was changed', when: 'When', what: 'What', by: 'By', logWhat: 'The latest changes of this project, with the values before and after. All of them are in its history, which nobody can change.', empty: 'Nothing was changed yet.',
    kind: { projectCreated: 'Made', projectChanged: 'Settings', projectStatusChanged: 'State', segmentImported: 'Import', rateChanged: 'Rate' },
  },
  ko: {
    holders: '누가 무엇을 하고 있나', nobody: '지금 작업을 가진 사람이 없습니다.', who: '작업자', task: '작업', since: '언제부터', state: '상태', working: '작업 중', pausing: '쉬는 중', silent: '{{time}}부터 무응답',
    stuck: '막힌 작업', noStuck: '막힌 작업이 없습니다.', stuckWhat: '너무 많은 사람이 건너뛰거나 신고하거나 시간을 넘겼습니다. 살펴보고 괜찮으면 되돌리세요.', putBack: '되돌리기', putBackAll: '{{count}}개 모두 되돌리기', sure: '아직 하지 않은 사람 모두에게 다시 제안됩니다. 같은 일이 이어지면 다시 여기로 옵니다.', undo: '되돌린 것을 손으로 다시 뺄 수는 없습니다.', cancel: '취소',
    find: '작업 하나 보기', number: '번호', look: '보기', trace: '작업 {{number}}', never: '아직 아무도 이 작업을 하지 않았습니다.', isStuck: '막혔습니다: {{reasons}}', answer: '답변', receipt: '지급', leased: '가져감', ended: '끝남', rate: '시간당 {{rate}}, 단가 {{version}}판', versions: '유형 {{type}}판, 지침 {{guidelines}}판', active: '{{time}} 지급', none: '답변 없음', reason: '이유', close: '닫기',
    fate: { active: '작업 중', paused: '쉬는 중', submitted: '쓰임', submittedLate: '늦었지만 쓰임', superseded: '대체됨, 지급', released: '반납', skipped: '건너뜀', expired: '시간 초과', tombstone: '시작 안 됨' },
    log: '바뀐 것', when: '언제', what: '무엇', by: '누가', logWhat: '이 프로젝트의 최근 변경과 앞뒤 값입니다. 모든 변경은 아무도 고칠 수 없는 기록에 남습니다.', empty: '아직 바뀐 것이 없습니다.',
    kind: { projectCreated: '생성', projectChanged: '설정', projectStatusChanged: '상태', segmentImported: '올리기', rateChanged: '단가' },
  },
});
