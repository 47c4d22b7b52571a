import { addTexts } from '../../shared/i18n/i18n';

addTexts('working', {
  en: {
    task: 'Task', answer: 'Your answer', clocks: 'Clocks and pay', pace: 'Time used at the full rate', paused: 'paused', fullRateFor: 'full rate for {{time}}', reducedRate: 'reduced rate',
    oneRate: 'one rate', submitWithin: 'submit within {{time}}', rateNow: '{{rate}}/min', earned: 'earned {{amount}}',
    notice: {
      warning: 'At {{time}} the rate falls to {{rate}} an hour. You can submit until {{until}}.', stepped: 'The rate is now {{rate}} an hour. You can submit until {{until}}.',
      ending: 'Less than a minute left: what is complete is handed in at {{until}}.',
    },
    pause: 'Pause', resume: 'Go on', pauseHelp: 'Stops the pay clock. The time until which you can submit runs on.',
    pausedHelp: 'The pay clock stands. The time until which you can submit runs on.', guidelines: 'Guidelines', keys: 'Keys', skip: 'Skip', report: 'Report', unfinished: 'Submit unfinished',
    last: 'Break after this', submitLast: 'Submit & break',
    break: {
      title: 'A break', long: 'You have worked for an hour and a half. A few minutes away do good, and cost nothing: no place, no offer, no level.',
      slower: 'Your last tasks took longer than those before. A short break often helps; it costs nothing.',
      hasty: 'Your last tasks went much faster than those before. Accuracy counts more than speed here: a short break costs nothing.',
      accuracy: 'Fewer of your last answers were accepted than usual. A short break often helps; it costs nothing.', take: 'After this task', notNow: 'Not now',
    },
    submitNext: 'Submit & next', submitLate: 'Hand in late', saving: 'saving…', savedHere: 'kept on this device',
    savedAgo_one: 'saved {{count}} s ago', savedAgo_other: 'saved {{count}} s ago', idle: 'Nothing was heard of you for five minutes. Pause the pay clock?', stillHere: 'I am working',
    close: 'Close', receipt: 'Receipt',
    fate: {
      submitted: 'Handed in. Paid {{paid}}.', submittedLate: 'Handed in late, and used: the place was still free. Paid {{paid}}.',
      superseded: 'Somebody else had filled the place by then. Your answer is kept, and the time you worked is paid: {{paid}}.', released: 'Given back. Paid {{paid}} for the time.',
      skipped: 'Skipped. Paid {{paid}} for the time. You will not see this task again.',
      reported: 'Reported. A manager will look at it. Paid {{paid}} for the time.', expired: 'The time of this task ended. Paid {{paid}} for the time that is proven.',
      withdrawn: 'The project took this task back. Paid {{paid}} for the time.',
      active: 'Still at work.', paused: 'Still at work.', tombstone: 'This task was never begun.',
    },
    extended: 'The project gave everybody more time: you can submit until {{time}}.',
    withdrawn: {
      title: 'The project took this task back.', leave: 'Leave it',
      text: 'The time until now is paid as if you had handed in: {{paid}}. It costs you nothing else: no accuracy, no place, no level. What you wrote is kept as a draft.',
    },
    ended: {
      title: {
        time: 'The time of this task ended at {{time}}.', gone: 'The task went back: nothing was heard of this page for {{grace}}.', elsewhere: 'This task has ended in another window.',
      },
      text: {
        time: 'What you wrote is kept. You can still hand it in: it is used if nobody has filled the place, and the time you worked is paid either way.',
        gone: 'The time until the last sign of life is paid. What you wrote is kept, and you can still hand it in: it is used if nobody has filled the place.',
        elsewhere: 'It was handed in or given back there. What you wrote here is kept.',
      },
      leave: 'Leave it',
    },
    waiting: 'Your answer is kept on this device and is handed in as soon as the connection is back. You can leave this page open, or come back later.',
    skipTitle: 'Skip this task', skipHelp: 'The time you worked is paid. You will not get this task again.', reportTitle: 'Report a broken task',
    reportHelp: 'A manager will look at it. The time you worked is paid.', unfinishedTitle: 'Submit unfinished', unfinishedHelp: 'What you have is handed in as it is, and the time is paid.',
    why: 'Why?', note: 'In your words', noteOptional: 'In your words (optional)',
    reasons: {
      notMyField: 'Not my field', unclear: 'The task is unclear', uncomfortable: 'I do not want to work on this content', tooLong: 'Too long for now', other: 'Something else',
      broken: 'It is displayed wrongly', empty: 'Material is missing', wrongLanguage: 'Wrong language', personalData: 'It holds personal data', noTime: 'I have to leave',
      tooHard: 'Too hard to finish', waitingFor: 'Something needed is missing',
    },
    keysTitle: 'Keys', key: 'Key', does: 'What it does', focusOn: 'Write: {{name}}', singleKeys: 'Keys without Ctrl',
    action: {
      submit: 'Submit and take the next task', pause: 'Pause, go on', skip: 'Skip with a reason', report: 'Report a broken task', unfinished: 'Submit unfinished, with a reason',
      last: 'A break after this task, or not', guidelines: 'Show or hide the guidelines', help: 'This sheet',
    },
    noGuidelines: 'This project has no guidelines of its own.', pinned: 'v{{version}}, pinned for this task', searchGuidelines: 'Search the guidelines', nothingFound: 'Nothing found.',
    found_one: '{{count}} section found', found_other: '{{count}} sections found', overview: 'Overview', closeGuidelines: 'Hide the guidelines',
  },
  ko: {
    task: '과제', answer: '내 답변', clocks: '시간과 보수', pace: '전액 시간 사용량', paused: '일시정지됨', fullRateFor: '전액 {{time}} 남음', reducedRate: '감액 중',
    oneRate: '단일 단가', submitWithin: '제출 {{time}} 남음', rateNow: '분당 {{rate}}', earned: '적립 {{amount}}',
    notice: {
      warning: '{{time}}부터 시간당 {{rate}}로 줄어듭니다. 제출은 {{until}}까지 할 수 있습니다.', stepped: '지금은 시간당 {{rate}}입니다. 제출은 {{until}}까지 할 수 있습니다.',
      ending: '1분도 남지 않았습니다. 완성된 답변은 {{until}}에 자동으로 제출됩니다.',
    },
    pause: '일시정지', resume: '계속하기', pauseHelp: '보수 시계를 멈춥니다. 제출 마감은 계속 다가옵니다.',
    pausedHelp: '보수 시계가 멈췄습니다. 제출 마감은 계속 다가옵니다.', guidelines: '지침', keys: '단축키', skip: '건너뛰기', report: '신고', unfinished: '미완성 제출',
    last: '이것만 하고 쉬기', submitLast: '제출하고 쉬기',
    break: {
      title: '휴식', long: '한 시간 반을 쉬지 않고 일했습니다. 몇 분 쉬어도 잃는 것은 없습니다. 순서도, 제안도, 등급도 그대로입니다.',
      slower: '최근 과제에 걸린 시간이 평소보다 깁니다. 잠깐 쉬면 나아지곤 합니다. 잃는 것은 없습니다.',
      hasty: '최근 과제를 평소보다 훨씬 빨리 끝냈습니다. 여기서는 속도보다 정확도가 중요합니다. 잠깐 쉬어도 잃는 것은 없습니다.',
      accuracy: '최근 답변의 승인 비율이 평소보다 낮습니다. 잠깐 쉬면 나아지곤 합니다. 잃는 것은 없습니다.', take: '이 과제 뒤에 쉬기', notNow: '나중에',
    },
    submitNext: '제출하고 다음', submitLate: '늦게라도 제출', saving: '저장 중…', savedHere: '이 기기에 보관됨',
    savedAgo_one: '{{count}}초 전 저장', savedAgo_other: '{{count}}초 전 저장', idle: '5분 동안 움직임이 없었습니다. 보수 시계를 멈출까요?', stillHere: '작업 중입니다',
    close: '닫기', receipt: '명세서',
    fate: {
      submitted: '제출했습니다. {{paid}} 지급.', submittedLate: '늦게 제출했지만 자리가 남아 있어 사용됩니다. {{paid}} 지급.',
      superseded: '그사이 다른 사람이 자리를 채웠습니다. 답변은 보관되고, 일한 시간은 지급됩니다: {{paid}}.', released: '반납했습니다. 일한 시간에 대해 {{paid}} 지급.',
      skipped: '건너뛰었습니다. 일한 시간에 대해 {{paid}} 지급. 이 과제는 다시 나오지 않습니다.',
      reported: '신고했습니다. 담당자가 확인합니다. 일한 시간에 대해 {{paid}} 지급.', expired: '과제 시간이 끝났습니다. 확인된 시간에 대해 {{paid}} 지급.',
      withdrawn: '프로젝트가 과제를 회수했습니다. 일한 시간에 대해 {{paid}} 지급.',
      active: '아직 작업 중입니다.', paused: '아직 작업 중입니다.', tombstone: '시작되지 않은 과제입니다.',
    },
    extended: '프로젝트가 모두에게 시간을 더 주었습니다. {{time}}까지 제출할 수 있습니다.',
    withdrawn: {
      title: '프로젝트가 이 과제를 회수했습니다.', leave: '나가기',
      text: '지금까지의 시간은 제출한 것과 똑같이 지급됩니다: {{paid}}. 다른 불이익은 없습니다. 정확도, 줄 순서, 등급 모두 그대로입니다. 쓴 내용은 초안으로 남습니다.',
    },
    ended: {
      title: {
        time: '{{time}}에 이 과제의 시간이 끝났습니다.', gone: '{{grace}} 동안 이 화면에서 신호가 없어 과제가 반환되었습니다.', elsewhere: '다른 창에서 이 과제가 끝났습니다.',
      },
      text: {
        time: '쓴 내용은 보관되어 있습니다. 지금도 제출할 수 있습니다. 자리가 남아 있으면 사용되고, 어느 쪽이든 일한 시간은 지급됩니다.',
        gone: '마지막 신호까지의 시간은 지급됩니다. 쓴 내용은 보관되어 있으며 지금도 제출할 수 있습니다. 자리가 남아 있으면 사용됩니다.',
        elsewhere: '그 창에서 제출했거나 돌려주었습니다. 여기에 쓴 내용은 보관되어 있습니다.',
      },
      leave: '그만두기',
    },
    waiting: '답변은 이 기기에 보관되어 있으며, 다시 연결되는 대로 제출됩니다. 이 화면을 열어 두거나 나중에 다시 와도 됩니다.',
    skipTitle: '과제 건너뛰기', skipHelp: '일한 시간은 지급됩니다. 이 과제는 다시 나오지 않습니다.', reportTitle: '잘못된 과제 신고',
    reportHelp: '담당자가 확인합니다. 일한 시간은 지급됩니다.', unfinishedTitle: '미완성 제출', unfinishedHelp: '지금까지 쓴 대로 제출되고, 일한 시간은 지급됩니다.',
    why: '이유가 무엇인가요?', note: '직접 적기', noteOptional: '직접 적기 (선택)',
    reasons: {
      notMyField: '내 분야가 아님', unclear: '과제가 분명하지 않음', uncomfortable: '다루고 싶지 않은 내용', tooLong: '지금 하기에 너무 김', other: '그 밖의 이유',
      broken: '화면이 잘못 나옴', empty: '자료가 빠져 있음', wrongLanguage: '언어가 다름', personalData: '개인정보가 들어 있음', noTime: '자리를 떠야 함',
      tooHard: '끝내기에 너무 어려움', waitingFor: '필요한 것이 빠져 있음',
    },
    keysTitle: '단축키', key: '키', does: '하는 일', focusOn: '쓰기: {{name}}', singleKeys: 'Ctrl 없이 누르는 키 사용',
    action: {
      submit: '제출하고 다음 과제 받기', pause: '일시정지, 계속하기', skip: '이유를 적고 건너뛰기', report: '잘못된 과제 신고', unfinished: '이유를 적고 미완성 제출',
      last: '이 과제 뒤에 쉬기, 또는 계속하기', guidelines: '지침 보이기, 숨기기', help: '이 화면',
    },
    noGuidelines: '이 프로젝트에는 따로 정한 지침이 없습니다.', pinned: 'v{{version}}, 이 과제에 고정됨', searchGuidelines: '지침에서 찾기', nothingFound: '찾은 것이 없습니다.',
    found_one: '{{count}}개 항목을 찾음', found_other: '{{count}}개 항목을 찾음', overview: '개요', closeGuidelines: '지침 숨기기',
  },
});
