import { addTexts } from '../i18n/i18n';

addTexts('ui', {
  en: {
    loading: 'Loading…', failed: 'That did not work', kept: 'Nothing that you typed is lost.', retry: 'Try again', notHere: 'There is nothing at this address.',
    home: 'To the work', close: 'Close', offline: 'No connection to the server.', otherLanguage: '한국어',
    scheme: { auto: 'Colours follow the system', dark: 'Dark colours', light: 'Light colours' },
    added: 'added:', removed: 'removed:', wholeText: 'Show the whole text', onlyChanges: 'Show only what changed', asTable: 'As a table', time: 'Time', notes: 'What changed',
  },
  ko: {
    loading: '불러오는 중…', failed: '처리하지 못했습니다', kept: '입력한 내용은 사라지지 않습니다.', retry: '다시 시도', notHere: '이 주소에는 아무것도 없습니다.',
    home: '작업으로 가기', close: '닫기', offline: '서버에 연결되지 않았습니다.', otherLanguage: 'English',
    scheme: { auto: '화면 색: 시스템 설정에 따름', dark: '화면 색: 어둡게', light: '화면 색: 밝게' },
    added: '추가:', removed: '삭제:', wholeText: '전체 보기', onlyChanges: '바뀐 곳만 보기', asTable: '표로 보기', time: '시각', notes: '바뀐 것',
  },
});
