import { addTexts } from '../i18n/i18n';

addTexts('manuscripts', {
  en: {
    loading: '', unsaved: 'Kept on this device…', saving: 'Saving…', offline: 'Kept on this device; the server will have it when it can be reached.', savedAt: 'Saved at {{at}}',
    conflict: 'Saved in another tab', conflictWhat: 'Another tab or device has saved this meanwhile. Nothing is lost yet: choose which one stays.',
    takeTheirs: 'Take the other one', keepMine: 'Keep what stands here',
    writingIn: 'Writing in', language: { ko: 'Korean', en: 'English' }, only: { ko: 'So far only in Korean.', en: 'So far only in English.' }, up: 'Move {{what}} up', down: 'Move {{what}} down', remove: 'Remove {{what}}',
  },
  ko: {
    loading: '', unsaved: '이 기기에 저장됨…', saving: '저장 중…', offline: '이 기기에 저장했습니다. 서버에 연결되면 올립니다.', savedAt: '{{at}}에 저장됨',
    conflict: '다른 탭에서 저장했습니다', conflictWhat: '그사이 다른 탭이나 기기에서 저장했습니다. 아직 사라진 것은 없습니다. 어느 것을 남길지 고르세요.',
    takeTheirs: '다른 쪽 것을 쓰기', keepMine: '여기 것을 남기기',
    writingIn: '쓰는 언어', language: { ko: '한국어', en: '영어' }, only: { ko: '아직 한국어로만 썼습니다.', en: '아직 영어로만 썼습니다.' }, up: '{{what}} 위로', down: '{{what}} 아래로', remove: '{{what}} 삭제',
  },
});
