import { addTexts } from '../../shared/i18n/i18n';

addTexts('notices', {
  en: { title: 'Notices', putAway: 'Put away', kind: { announcement: '{{project}} tells everybody', message: '{{project}} writes to you', withdrawn: '{{project}} took a task back' } },
  ko: { title: '알림', putAway: '치우기', kind: { announcement: '{{project}} 공지', message: '{{project}}에서 보낸 메시지', withdrawn: '{{project}}에서 과제를 회수했습니다' } },
});
