import { addTexts } from '../../shared/i18n/i18n';

addTexts('people', {
  en: {
    title: 'People',
    flags: 'Faster than anybody reads',
    flagsWhat: 'Answers of a few seconds, or of a small part of what half of all answers take. They count and are paid like any other: look at the answers before you judge a person.',
    all: 'Show all {{count}}',
    none: 'Nobody.',
    who: 'Trainer',
    hurried: 'Hurried answers',
    of: '{{hurried}} of {{answers}} since the first',
    evidence: 'Evidence',
    took: 'task {{task}}: {{time}}, at least {{least}} is expected',
    look: 'Look at task {{task}}',
  },
  ko: {
    title: '사람',
    flags: '읽는 것보다 빠른 답변',
    flagsWhat: '몇 초 만에, 또는 모든 답변의 절반이 걸리는 시간의 아주 일부만에 낸 답변입니다. 다른 답변처럼 쓰이고 보수가 나갑니다. 사람을 판단하기 전에 답변을 보세요.',
    all: '{{count}}명 모두 보기',
    none: '아무도 없습니다.',
    who: '작업자',
    hurried: '서두른 답변',
    of: '처음부터 {{answers}}개 중 {{hurried}}개',
    evidence: '근거',
    took: '작업 {{task}}: {{time}}, 적어도 {{least}}이 걸릴 것으로 봄',
    look: '작업 {{task}} 보기',
  },
});
