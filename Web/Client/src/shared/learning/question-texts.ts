import { addTexts } from '../i18n/i18n';

addTexts('questions', {
  en: {
    number: 'Question {{number}}',
    question: 'Question',
    option: 'Option {{number}}',
    isRight: 'right',
    lesson: 'Taught in',
    noLesson: 'no lesson',
    why: 'Why, shown after the attempt',
    addQuestion: 'Add a question',
    addOption: 'Add an option',
    lack: { question: 'the question itself', option: 'the text of an option', right: 'a right option', why: 'why it is right' },
  },
  ko: {
    number: '문항 {{number}}',
    question: '문항',
    option: '보기 {{number}}',
    isRight: '정답',
    lesson: '가르치는 수업',
    noLesson: '없음',
    why: '이유 (시험이 끝난 뒤 보임)',
    addQuestion: '문항 추가',
    addOption: '보기 추가',
    lack: { question: '문항의 글', option: '보기의 글', right: '정답인 보기', why: '맞는 이유' },
  },
});
