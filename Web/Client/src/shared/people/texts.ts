import { addTexts } from '../i18n/i18n';

addTexts('trainers', {
  en: {
    placeholder: 'Name, or the whole e-mail',
    looking: 'Looking…',
    nobody: 'Nobody of that name has worked in your projects. The whole e-mail finds others, too.',
    nobodyByMail: 'No trainer has exactly this e-mail.',
    here: 'has worked here',
    new: 'has not worked here yet',
    lastHere_one: '{{count}} answer here, last on {{at}}',
    lastHere_other: '{{count}} answers here, last on {{at}}',
    lastElsewhere_one: '{{count}} answer in another project, last on {{at}}',
    lastElsewhere_other: '{{count}} answers in another project, last on {{at}}',
    more_one: '{{names}} and {{count}} more',
    more_other: '{{names}} and {{count}} more',
  },
  ko: {
    placeholder: '이름이나 이메일 전체',
    looking: '찾는 중…',
    nobody: '내 프로젝트에서 일한 사람 가운데 그런 이름이 없습니다. 이메일 전체를 적으면 다른 사람도 찾습니다.',
    nobodyByMail: '이 이메일을 쓰는 작업자가 없습니다.',
    here: '여기서 일한 적 있음',
    new: '여기서는 아직 일하지 않음',
    lastHere_one: '여기서 답변 {{count}}건, 마지막 {{at}}',
    lastHere_other: '여기서 답변 {{count}}건, 마지막 {{at}}',
    lastElsewhere_one: '다른 프로젝트에서 답변 {{count}}건, 마지막 {{at}}',
    lastElsewhere_other: '다른 프로젝트에서 답변 {{count}}건, 마지막 {{at}}',
    more_one: '{{names}} 외 {{count}}명',
    more_other: '{{names}} 외 {{count}}명',
  },
});
