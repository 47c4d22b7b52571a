import { addTexts } from '../../shared/i18n/i18n';

addTexts('setup', {
  en: {
    title: 'New project', steps: 'Steps', step: { type: 'Task type', basics: 'Name and guidelines', time: 'Time and people', pay: 'Pay', money: 'Budget', tasks: 'Tasks', open: 'Open' },
    next: 'Next', back: 'Back', create: 'Make the project', chooseType: 'What will people do?', preview: 'What a trainer will see', sampleText: 'Example of "{{name}}"', minutes: '{{count}} min suggested',
    risk: { low: 'Everyday content', medium: 'Facts, code, advice', high: 'Law, medicine, safety' },
    field: {
      title: 'Title', id: 'Id, as programs call it', guidelines: 'Guidelines, in Markdown', limitMin: 'Full rate for, in minutes', hardLimitMin: 'Can be handed in for, in minutes', overlap: 'Answers for each task, each by another person',
      stuckAfter: 'After so many skips, reports and expiries a task is put aside', dailyCap: 'Tasks a person and day (0: no cap)', needs: 'What each trainer must have', currency: 'Currency', form: 'How time becomes money',
      fixed: 'Amount for each answer that is used', afterLimit: 'Past the limit', paceMin: 'Expected time for a task, in minutes', floor: 'Lowest hourly pay', budget: 'Budget', rate: 'Hourly rate',
    },
    help: {
      guidelines: 'What is right, what is wrong, with examples. Trainers have them beside the task; each lease keeps the version that it began with.', hardLimitMin: 'Counted from when the task was taken. Past it the lease ends; what was written is kept.',
      overlap: 'Three or more allow to see how much people agree.', needs: 'Tags with commas between them, such as lang:ko, qual:compare-v1, contract:terms.', budget: 'No more than this is ever spent or promised.', id: 'Lower-case letters, digits and hyphens; it stays for ever.',
    },
    form: { marginal: 'By time: each further second past the limit pays less', wholeTask: 'By time: past the limit the whole task pays less', fixed: 'A fixed amount for each answer' },
    after: { full: 'the full rate', half: 'half the rate', third: 'one third of the rate', none: 'nothing' }, tier: { generalist: 'Generalist', specialist: 'Specialist', expert: 'Verified expert' }, tierOptional: 'empty: none',
    curve: 'What a task earns over time', curveAxis: 'Minutes worked', curveLine: 'Earned', curveSays: 'After {{limit}} min {{atLimit}}, after {{hard}} min {{atHard}}.', limit: 'limit',
    blended: 'At {{pace}} min a task an hour earns {{amount}}.', below: 'That is below {{floor}} an hour: good people will leave, and it may be against the law.', cost: 'At this pace {{answers}} answers cost about {{amount}}.', enough: 'This budget pays for about {{count}} answers at that pace.',
    wrong: { empty: 'Please fill this in.', range: 'This number is out of range.', amount: 'Please give an amount, such as 15 or 12.50.', id: '2 to 40 lower-case letters, digits and hyphens.' },
    made: 'The project is made, as a draft. Nobody sees it yet.', tasksWhat: 'Bring in the tasks; more can follow at any time.', tasksThere: '{{count}} tasks are in.', openTitle: 'Ready to open', openWhat: 'Once it is open, trainers who meet the needs see it and can take tasks. What you change later touches only tasks taken after that.',
    open: 'Open the project', later: 'Leave it as a draft', check: { tasks: '{{count}} tasks, {{answers}} answers wanted', money: 'Budget {{amount}}', pay: '{{rate}} an hour', noTasks: 'There are no tasks yet: people will find nothing to do.' }, guidelinesLater: 'The guidelines could not be published: {{why}}',
    settings: 'Settings', save: 'Save', saved: 'Saved as version {{version}}. It holds for tasks taken from now on.', conflict: 'Somebody else has changed the settings meanwhile: they are shown now; please make your change again.', nothing: 'Nothing has changed.', changesWhat: 'Running tasks keep what they began with.',
    budgetSave: 'Change the budget', status: 'State of the project', statusWhat: { draft: 'Being set up; nobody sees it.', live: 'Trainers can take tasks.', paused: 'No new tasks are given; what is being worked on may finish and is paid.', draining: 'As paused, and meant to end.', closed: 'Over, for good. Late answers are still taken within their time.' },
    to: { live: 'Open', paused: 'Pause', draining: 'Let it run out', closed: 'Close for good' }, sure: 'What this does', working: '{{count}} people are at work now; they may finish and are paid.', reserved: 'At most {{amount}} more can be spent on what is running.', cancel: 'Cancel',
  },
  ko: {
    title: '새 프로젝트', steps: '단계', step: { type: '작업 유형', basics: '이름과 지침', time: '시간과 사람', pay: '보수', money: '예산', tasks: '작업', open: '열기' },
    next: '다음', back: '이전', create: '프로젝트 만들기', chooseType: '사람들이 무엇을 하나요?', preview: '작업자가 볼 화면', sampleText: '"{{name}}"의 예', minutes: '권장 {{count}}분',
    risk: { low: '일상적인 내용', medium: '사실·코드·조언', high: '법률·의료·안전' },
    field: {
      title: '제목', id: '프로그램이 쓰는 이름', guidelines: '지침 (Markdown)', limitMin: '전액을 받는 시간 (분)', hardLimitMin: '제출할 수 있는 시간 (분)', overlap: '작업 하나에 받을 답변 수 (모두 다른 사람)',
      stuckAfter: '건너뛰기·신고·시간 초과가 이만큼이면 작업을 따로 둠', dailyCap: '한 사람이 하루에 할 작업 수 (0: 제한 없음)', needs: '작업자가 갖춰야 할 것', currency: '통화', form: '시간이 돈이 되는 방식',
      fixed: '쓰인 답변 하나의 금액', afterLimit: '제한 시간이 지나면', paceMin: '작업 하나에 걸릴 시간 (분)', floor: '가장 낮은 시급', budget: '예산', rate: '시급',
    },
    help: {
      guidelines: '무엇이 맞고 무엇이 틀린지, 예와 함께 쓰세요. 작업자는 작업 옆에서 봅니다. 이미 가져간 작업은 시작할 때의 지침을 그대로 씁니다.', hardLimitMin: '작업을 가져간 때부터 셉니다. 지나면 작업이 끝나지만 쓴 내용은 남습니다.',
      overlap: '셋 이상이면 사람들이 얼마나 일치하는지 볼 수 있습니다.', needs: '쉼표로 나눈 꼬리표입니다. 예: lang:ko, qual:compare-v1, contract:terms', budget: '이보다 많이 쓰거나 약속하는 일은 없습니다.', id: '영어 소문자, 숫자, 하이픈. 나중에 바꿀 수 없습니다.',
    },
    form: { marginal: '시간으로: 제한 시간이 지난 뒤의 시간만 적게', wholeTask: '시간으로: 제한 시간이 지나면 작업 전체를 적게', fixed: '답변마다 정해진 금액' },
    after: { full: '그대로', half: '절반', third: '3분의 1', none: '없음' }, tier: { generalist: '일반', specialist: '전문', expert: '검증된 전문가' }, tierOptional: '비우면 없음',
    curve: '시간에 따라 작업 하나로 버는 돈', curveAxis: '일한 시간(분)', curveLine: '번 돈', curveSays: '{{limit}}분 뒤 {{atLimit}}, {{hard}}분 뒤 {{atHard}}.', limit: '제한 시간',
    blended: '작업 하나에 {{pace}}분이면 한 시간에 {{amount}}을 법니다.', below: '시간당 {{floor}}보다 낮습니다. 좋은 사람이 떠나고, 법에 어긋날 수 있습니다.', cost: '이 속도로 답변 {{answers}}개에 약 {{amount}}이 듭니다.', enough: '이 예산이면 그 속도로 답변 약 {{count}}개를 받을 수 있습니다.',
    wrong: { empty: '채워 주세요.', range: '범위를 벗어난 수입니다.', amount: '15나 12.50처럼 금액을 적어 주세요.', id: '영어 소문자, 숫자, 하이픈 2~40자입니다.' },
    made: '프로젝트를 초안으로 만들었습니다. 아직 아무에게도 보이지 않습니다.', tasksWhat: '작업을 올리세요. 언제든 더 올릴 수 있습니다.', tasksThere: '작업 {{count}}개가 있습니다.', openTitle: '열 준비가 됐습니다', openWhat: '열면 자격을 갖춘 작업자에게 보이고 작업을 가져갈 수 있습니다. 나중에 바꾸는 것은 그 뒤에 가져간 작업에만 적용됩니다.',
    open: '프로젝트 열기', later: '초안으로 두기', check: { tasks: '작업 {{count}}개, 받을 답변 {{answers}}개', money: '예산 {{amount}}', pay: '시간당 {{rate}}', noTasks: '아직 작업이 없습니다. 사람들이 할 일이 없습니다.' }, guidelinesLater: '지침을 내지 못했습니다: {{why}}',
    settings: '설정', save: '저장', saved: '{{version}}판으로 저장했습니다. 지금부터 가져간 작업에 적용됩니다.', conflict: '그사이 다른 사람이 설정을 바꿨습니다. 바뀐 것을 보여 드리니 다시 고쳐 주세요.', nothing: '바뀐 것이 없습니다.', changesWhat: '이미 하고 있는 작업은 시작할 때의 조건을 지킵니다.',
    budgetSave: '예산 바꾸기', status: '프로젝트 상태', statusWhat: { draft: '준비 중이며 아무에게도 보이지 않습니다.', live: '작업자가 작업을 가져갈 수 있습니다.', paused: '새 작업은 주지 않습니다. 하던 작업은 마칠 수 있고 보수가 나갑니다.', draining: '일시 중지와 같고, 끝낼 생각입니다.', closed: '완전히 끝났습니다. 늦은 답변은 정해진 시간 안에는 받습니다.' },
    to: { live: '열기', paused: '일시 중지', draining: '마무리', closed: '완전히 닫기' }, sure: '이렇게 됩니다', working: '지금 {{count}}명이 작업 중입니다. 마칠 수 있고 보수가 나갑니다.', reserved: '진행 중인 작업에 많아야 {{amount}} 더 나갑니다.', cancel: '취소',
  },
});
