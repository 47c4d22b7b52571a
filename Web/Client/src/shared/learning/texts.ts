import { addTexts } from '../i18n/i18n';

addTexts('study', {
  en: {
    example: 'Try it: an example', exampleHelp: 'Nothing counts here. Answer, then compare with a good answer.', yours: 'Your answer', model: 'A good answer', check: 'Check',
    right: 'Right.', wrong: 'Not right.', chooseMany: '(all that apply)', rightOption: 'right', yourOption: 'your choice',
    notRightYet: 'Not right yet: look at what is new above.',
  },
  ko: {
    example: '해 보기: 예제', exampleHelp: '여기서는 점수에 들어가지 않습니다. 답한 뒤 좋은 답과 비교해 보세요.', yours: '내 답', model: '좋은 답', check: '확인',
    right: '맞았습니다.', wrong: '아닙니다.', chooseMany: '(모두 고르기)', rightOption: '정답', yourOption: '내 선택', notRightYet: '아직 아닙니다. 위의 바뀐 점을 보세요.',
  },
});
