import { addTexts } from '../../shared/i18n/i18n';

addTexts('queue', {
  en: {
    canDo: 'Work for you', couldDo: 'What you could unlock', noProjects: 'No project is open for you right now. This list looks again by itself.', nothingLocked: 'Nothing is locked for you.',
    perHour: '{{rate}} an hour', purpose: 'What it is for: {{purpose}}',
    ready_one: '{{count}} task waits', ready_other: '{{count}} tasks wait', limits: 'full rate for {{limit}} min, up to {{hard}} min', start: 'Start', missing: 'Missing',
    form: {
      marginal: 'Paid by the second; past the limit each further second pays one third.', wholeTask: 'Past the limit the whole task pays the reduced rate.',
    fixed: 'A fixed amount for each task that is used.',
    },
    need: { lang: 'Language: {{name}}', qual: 'Qualification: {{name}}', cred: 'Credential: {{name}}', contract: 'Contract {{name}}', region: 'Region: {{name}}' },
    tellMe: 'Tell me', leaveLine: 'Leave the line', place: 'Place {{place}} of {{length}} in line.', estimate_one: 'About {{count}} minute.', estimate_other: 'About {{count}} minutes.',
    takeAnyway: 'Take it at this rate',
    noWork: {
      title: '{{title}}: no task right now', empty: 'Nothing waits at the moment. You are told as soon as there is something, in order of the line.',
      notOpen: 'The project takes no new work now. What is being worked on may finish and is paid.', needsNotMet: '{{waiting}} tasks wait, but ask for something that you do not have yet.',
      allSeen: 'You have had all that wait: {{seen}} tasks. Nobody gets the same task twice.', heldForLine: 'What is free ({{held}}) belongs to those who wait in line.',
      noBudget: 'The project cannot cover another task at the moment.', capReached: 'You have reached this project\'s daily cap. It costs you nothing; tomorrow goes on.',
      ownLimit: 'You have worked as long today as you wished to. Nothing is lost: your place in line stays, and tomorrow goes on as usual.',
      quotaReached: 'As many tasks are begun as the project wants for now. When it goes on, those in line are told first.',
      rateChanged: 'The rate is now {{rate}} an hour.', need_one: '{{count}} task: {{need}}', need_other: '{{count}} tasks: {{need}}',
    },
    day: {
      title: 'My day', worked_one: 'Worked today: {{count}} minute.', worked_other: 'Worked today: {{count}} minutes.', limit: 'At most a day',
      limitHelp: 'Then no more work is given or offered until tomorrow. Your place in line stays.', none: 'No limit',
      hours_one: '{{count}} hour', hours_other: '{{count}} hours', minutes_one: '{{count}} minute', minutes_other: '{{count}} minutes', goOn: 'Go on today',
      lean: 'What I have learned first', leanHelp: 'Projects that ask for your qualifications stand at the top.',
    },
    offer: {
      title: 'Work for you', body: 'A task is kept for you for some seconds.', kept: '{{title}}: a task is kept for you.', left_one: '{{count}} s', left_other: '{{count}} s', take: 'Take it',
    },
    alerts: { title: 'When work comes', sound: 'Sound', notice: 'Browser notification' },
  },
  ko: {
    canDo: '지금 할 수 있는 일', couldDo: '열 수 있는 일', noProjects: '지금 열린 프로젝트가 없습니다. 목록은 저절로 다시 확인합니다.', nothingLocked: '잠긴 일이 없습니다.',
    perHour: '시간당 {{rate}}', purpose: '쓰이는 곳: {{purpose}}', ready_one: '대기 {{count}}건', ready_other: '대기 {{count}}건', limits: '전액 {{limit}}분, 최대 {{hard}}분', start: '시작', missing: '필요한 것',
    form: {
      marginal: '초 단위로 지급합니다. 제한 시간을 넘긴 뒤의 1초는 3분의 1을 지급합니다.', wholeTask: '제한 시간을 넘기면 과제 전체가 감액됩니다.', fixed: '사용된 과제마다 정해진 금액을 지급합니다.',
    },
    need: { lang: '언어: {{name}}', qual: '자격: {{name}}', cred: '증명: {{name}}', contract: '계약 {{name}}', region: '지역: {{name}}' },
    tellMe: '생기면 알려 주기', leaveLine: '줄에서 나가기', place: '줄에서 {{length}}명 중 {{place}}번째.', estimate_one: '약 {{count}}분.', estimate_other: '약 {{count}}분.',
    takeAnyway: '이 단가로 시작',
    noWork: {
      title: '{{title}}: 지금은 과제가 없습니다', empty: '지금 대기 중인 과제가 없습니다. 생기면 줄 선 순서대로 바로 알려 드립니다.',
      notOpen: '이 프로젝트는 지금 새 작업을 받지 않습니다. 하고 있는 작업은 끝낼 수 있고 지급됩니다.', needsNotMet: '{{waiting}}건이 대기 중이지만, 아직 갖추지 못한 것을 요구합니다.',
      allSeen: '대기 중인 {{seen}}건은 모두 이미 받았던 과제입니다. 같은 과제를 두 번 받지 않습니다.', heldForLine: '남은 과제({{held}}건)는 줄 서 있는 사람들의 몫입니다.',
      noBudget: '지금은 프로젝트 예산으로 과제를 더 열 수 없습니다.', capReached: '이 프로젝트의 하루 한도에 이르렀습니다. 불이익은 없으며 내일 다시 할 수 있습니다.',
      ownLimit: '오늘은 정해 둔 만큼 일했습니다. 잃는 것은 없습니다. 줄 순서는 그대로이고, 내일 이어서 할 수 있습니다.',
      quotaReached: '프로젝트가 지금 원하는 만큼 시작됐습니다. 다시 이어지면 줄 선 순서대로 알려 드립니다.',
      rateChanged: '지금 단가는 시간당 {{rate}}입니다.', need_one: '{{count}}건: {{need}}', need_other: '{{count}}건: {{need}}',
    },
    day: {
      title: '나의 하루', worked_one: '오늘 {{count}}분 일했습니다.', worked_other: '오늘 {{count}}분 일했습니다.', limit: '하루 최대',
      limitHelp: '이 시간이 되면 내일까지 작업을 받지도 제안받지도 않습니다. 줄 순서는 그대로입니다.', none: '제한 없음',
      hours_one: '{{count}}시간', hours_other: '{{count}}시간', minutes_one: '{{count}}분', minutes_other: '{{count}}분', goOn: '오늘은 계속하기',
      lean: '배운 일을 먼저', leanHelp: '내 자격을 찾는 프로젝트가 위에 나옵니다.',
    },
    offer: {
      title: '새 작업이 있습니다', body: '잠시 동안 과제를 맡아 두었습니다.', kept: '{{title}}: 과제를 맡아 두었습니다.', left_one: '{{count}}초', left_other: '{{count}}초', take: '받기',
    },
    alerts: { title: '작업이 생기면', sound: '소리로 알림', notice: '브라우저 알림' },
  },
});
