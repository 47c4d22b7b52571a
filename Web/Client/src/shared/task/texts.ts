import { addTexts } from '../i18n/i18n';

addTexts('task', {
  en: {
    optional: '(optional)', sideBySide: 'Side by side', stacked: 'One below the other', difference: 'Difference', answers: 'Answers',
    imageFailed: 'The image could not be loaded.',
    larger: 'Show larger', smaller: 'Show smaller', notApplicable: 'n/a', up: '{{name}}: up', down: '{{name}}: down', tie: '{{name}}: equal to the one above', unrank: '{{name}}: remove',
    toRank: 'Still to rank', rankNext: '{{place}}. {{name}}', item: 'Turn {{number}}', replyTo: 'Your reply to turn {{number}}', preview: 'Preview', write: 'Write',
    signs_one: '{{count}} character', signs_other: '{{count}} characters', restore: 'Restore the original', unchanged: 'Nothing needs correcting', points: '{{low}} to {{high}}',
      total: 'Total {{total}} of {{most}}',
    reason: 'Reason', reasonFor: 'Reason for {{name}}', criterion: 'Criterion {{number}}', pointsOf: 'Points', removeCriterion: 'Remove criterion {{number}}', addCriterion: 'Add a criterion',
    pointsHelp: 'Whole points up to {{most}}; negative for what an answer must not do.', labels: 'Labels', overlap: 'This overlaps a part that is marked already.',
    chooseLabel: '“{{text}}”: now choose a label.',
    selectText: 'Select a part of the text to mark it. With keys: arrows choose a word, Shift and arrows make the choice longer.',
    source: 'Source', sourceNeeded: 'Source (needed)', removeMark: 'Remove mark {{number}}',
    role: { user: 'User', assistant: 'Assistant', system: 'System', tool: 'Tool' },
    span: '{{label}} ({{from}}–{{to}})', noSpans: 'nothing marked',
    diff: { title: 'Changes', none: 'No difference.', added: 'added:', removed: 'removed:' },
    missing: {
      answer: 'Please answer this.', tooFew: 'A few more are needed.', tooMany: 'These are too many.', axes: 'Please score every axis.', order: 'Please give everything a place.',
      tooShort: 'A little more, please.', tooLong: 'This is too long.', items: 'Please answer each turn.', unchanged: 'Please change the text.',
      source: 'Please name a source for each mark that needs one.',
      grades: 'Please grade each criterion.', reasons: 'Please give a reason for each grade.', criteria: 'Each criterion needs a text and points.', range: 'A number is missing or out of range.',
    },
  },
  ko: {
    optional: '(선택)', sideBySide: '나란히 보기', stacked: '위아래로 보기', difference: '차이', answers: '답변', imageFailed: '이미지를 불러오지 못했습니다.',
    larger: '크게 보기', smaller: '작게 보기', notApplicable: '해당 없음', up: '{{name}}: 위로', down: '{{name}}: 아래로', tie: '{{name}}: 바로 위와 같음', unrank: '{{name}}: 빼기',
    toRank: '아직 순위를 정하지 않음', rankNext: '{{place}}위 {{name}}', item: '{{number}}번째 차례', replyTo: '{{number}}번째 차례에 대한 답', preview: '미리 보기', write: '쓰기',
    signs_one: '{{count}}자', signs_other: '{{count}}자', restore: '원문으로 되돌리기', unchanged: '고칠 곳이 없음', points: '{{low}}~{{high}}점', total: '합계 {{total}} / {{most}}점',
    reason: '이유', reasonFor: '이유: {{name}}', criterion: '기준 {{number}}', pointsOf: '점수', removeCriterion: '기준 {{number}} 지우기', addCriterion: '기준 추가',
    pointsHelp: '{{most}}점까지의 정수. 답변이 해서는 안 되는 것에는 음수를 줍니다.', labels: '표시 종류', overlap: '이미 표시한 부분과 겹칩니다.',
    chooseLabel: '“{{text}}”: 이제 표시 종류를 고르세요.',
    selectText: '표시할 부분을 글에서 선택하세요. 키보드로는 화살표로 낱말을 고르고, Shift와 화살표로 늘립니다.', source: '출처', sourceNeeded: '출처 (필수)', removeMark: '표시 {{number}} 지우기',
    role: { user: '사용자', assistant: '어시스턴트', system: '시스템', tool: '도구' },
    span: '{{label}} ({{from}}–{{to}})', noSpans: '표시 없음',
    diff: { title: '바뀐 곳', none: '차이가 없습니다.', added: '추가:', removed: '삭제:' },
    missing: {
      answer: '답해 주세요.', tooFew: '조금 더 필요합니다.', tooMany: '너무 많습니다.', axes: '모든 항목에 점수를 주세요.', order: '모두의 순위를 정해 주세요.',
      tooShort: '조금 더 써 주세요.', tooLong: '너무 깁니다.', items: '모든 차례에 답해 주세요.', unchanged: '글을 고쳐 주세요.', source: '출처가 필요한 표시에 출처를 적어 주세요.',
      grades: '모든 기준에 점수를 주세요.', reasons: '점수마다 이유를 적어 주세요.', criteria: '기준마다 글과 점수가 필요합니다.', range: '빠졌거나 범위를 벗어난 숫자가 있습니다.',
    },
  },
});
