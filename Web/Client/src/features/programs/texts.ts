import { addTexts } from '../../shared/i18n/i18n';

addTexts('programs', {
  en: {
    title: 'For programs', keys: 'API keys', keysWhat: 'A key lets a program act as you, within its scopes. It is shown once; what is stored cannot be read back.', name: 'Name', scopes: 'May', scope: { work: 'take and hand in tasks', earnings: 'read earnings', projects: 'run projects' },
    days: 'Ends after, in days', make: 'Make a key', made: 'Copy it now: it is not shown again.', none: 'No keys yet.', until: 'until {{time}}', remove: 'Remove', removeSure: 'Programs that use it stop working at once.', cancel: 'Cancel', id: 'Id',
    api: 'What can be called', apiWhat: '{{count}} operations. Amounts are whole micro-units in strings; a refusal is RFC 9457 with a code. Asking twice does a thing once.', search: 'Find an operation', language: 'Example in', parameters: 'Parameters', required: 'required', answer: 'Answer', copy: 'Copy', copied: 'Copied', nothing: 'No operation of that name.', document: 'The document itself (OpenAPI)',
  },
  ko: {
    title: '프로그램 연결', keys: 'API 키', keysWhat: '키가 있으면 프로그램이 정해진 범위에서 나를 대신합니다. 한 번만 보여 주고, 저장된 것에서 다시 읽을 수 없습니다.', name: '이름', scopes: '할 수 있는 것', scope: { work: '작업 가져가기와 제출', earnings: '수익 보기', projects: '프로젝트 관리' },
    days: '며칠 뒤 끝남', make: '키 만들기', made: '지금 복사하세요. 다시 보여 주지 않습니다.', none: '아직 키가 없습니다.', until: '{{time}}까지', remove: '없애기', removeSure: '이 키를 쓰는 프로그램은 바로 멈춥니다.', cancel: '취소', id: '번호',
    api: '부를 수 있는 것', apiWhat: '동작 {{count}}개. 금액은 문자열로 쓴 마이크로 단위의 정수이고, 거절은 코드가 있는 RFC 9457입니다. 두 번 요청해도 한 번만 이루어집니다.', search: '동작 찾기', language: '예', parameters: '매개변수', required: '필수', answer: '응답', copy: '복사', copied: '복사됨', nothing: '그런 이름의 동작이 없습니다.', document: '문서 원본 (OpenAPI)',
  },
});
