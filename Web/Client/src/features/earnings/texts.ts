import { addTexts } from '../../shared/i18n/i18n';

addTexts('earnings', {
  en: {
    title: 'Earnings', today: 'Today', week: 'This week', month: 'This month', hourly: 'Effective hourly rate',
    hourlyHelp: '{{hours}} of paid time',
    byProject: 'By project', project: 'Project', lines: 'Lines',
    amount: 'Amount', when: 'When', what: 'What', receipt: 'Receipt', noEntries: 'Nothing is booked in this month yet. What you hand in stands here within seconds.',
    previous: 'Month before', next: 'Month after', print: 'Print', csv: 'CSV', ledgerHash: 'Hash of this month\'s ledger', balance: 'Balance',
    entriesTitle: 'Every line',
    kind: {
      earned: 'Earned', released: 'Released', voided: 'Taken back', adjusted: 'Corrected', bonus: 'Bonus', topUp: 'Made good', share: 'Share', training: 'Training',
      payout: 'Paid out',
      payoutReturned: 'Payout came back',
    },
    hours: '{{hours}} h {{minutes}} min', minutes: '{{minutes}} min', tasks: 'Tasks', paidTime: 'Paid time', noProject: 'Training and other',
    zone: 'Days, weeks and months are those of {{zone}}; the book below is kept by UTC month.',
    dispute: {
      open: 'waits for an answer', doubt: 'Doubt this line', text: 'What is wrong with it?',
      help: 'A person answers. A correction is a line of its own; nothing is ever overwritten.', send: 'Send', cancel: 'Never mind',
      filed: 'Doubted {{at}}: {{text}}', until: 'Answered by {{at}} at the latest.', explained: 'explained', corrected: 'corrected', by: 'Corrected by {{amount}}.',
    },
    payouts: { title: 'Payouts', none: 'Nothing was paid out yet.', ordered: 'ordered', booked: 'sent', returned: 'came back' },
    close: 'Close', receiptOf: 'Receipt of {{assignment}}', time: 'How the time was spent', calculation: 'How the amount came about',
    rate: 'Rate: {{rate}} an hour (version {{version}})',
    line: '{{seconds}} s × {{rate}} an hour × {{factor}}', fixedLine: 'Fixed amount {{amount}} × {{factor}}', sum: 'Sum, rounded once, half to even',
    alreadyPaid: 'Paid before', recomputed: 'Recomputed in this browser: the same to the micro-unit.',
    differs: 'Recomputed in this browser: {{amount}}. This differs: please tell us.', hashFits: 'Hash fits the ledger.', hashUnknown: 'Hash',
    hashDiffers: 'The hash differs from the ledger\'s: please tell us.',
  },
  ko: {
    title: '수익', today: '오늘', week: '이번 주', month: '이번 달', hourly: '실제 시급',
    hourlyHelp: '지급된 시간 {{hours}}', byProject: '프로젝트별', project: '프로젝트', lines: '건수',
    amount: '금액', when: '시각', what: '내용', receipt: '명세서', noEntries: '이 달에는 아직 기록이 없습니다. 제출하면 몇 초 안에 여기에 나타납니다.',
    previous: '이전 달', next: '다음 달', print: '인쇄', csv: 'CSV', ledgerHash: '이 달 장부의 해시', balance: '잔액', entriesTitle: '모든 내역',
    kind: {
      earned: '적립', released: '확정', voided: '취소', adjusted: '정정', bonus: '보너스', topUp: '보전', share: '배분', training: '교육', payout: '지급',
      payoutReturned: '지급 반환',
    },
    hours: '{{hours}}시간 {{minutes}}분', minutes: '{{minutes}}분', tasks: '과제', paidTime: '지급 시간', noProject: '교육 등',
    zone: '하루, 한 주, 한 달은 {{zone}} 기준입니다. 아래 장부는 UTC 월별로 기록됩니다.',
    dispute: {
      open: '답변 대기', doubt: '이 내역에 이의 제기', text: '무엇이 잘못되었나요?', help: '담당자가 답합니다. 정정은 별도의 내역으로 남으며, 기존 기록은 바뀌지 않습니다.', send: '보내기', cancel: '그만두기',
      filed: '{{at}} 이의 제기: {{text}}', until: '늦어도 {{at}}까지 답합니다.', explained: '설명함', corrected: '정정됨', by: '{{amount}} 정정.',
    },
    payouts: { title: '지급', none: '아직 지급된 금액이 없습니다.', ordered: '지급 예정', booked: '보냄', returned: '반환됨' },
    close: '닫기', receiptOf: '{{assignment}} 명세서', time: '시간 내역', calculation: '금액 계산', rate: '단가: 시간당 {{rate}} (버전 {{version}})',
    line: '{{seconds}}초 × 시간당 {{rate}} × {{factor}}', fixedLine: '정액 {{amount}} × {{factor}}', sum: '합계, 마지막에 한 번 반올림 (가까운 짝수로)', alreadyPaid: '이미 지급됨',
    recomputed: '이 브라우저에서 다시 계산했습니다. 100만분의 1 단위까지 같습니다.',
    differs: '이 브라우저에서 다시 계산한 값은 {{amount}}로 다릅니다. 알려 주세요.', hashFits: '장부의 해시와 일치합니다.', hashUnknown: '해시', hashDiffers: '장부의 해시와 다릅니다. 알려 주세요.',
  },
});
