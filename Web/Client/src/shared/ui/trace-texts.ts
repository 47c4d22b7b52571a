import { addTexts } from '../i18n/i18n';

addTexts('trace', {
  en: {
    active: 'Working', paused: 'Paused, unpaid', unproven: 'Connection lost for too long, unpaid', outage: 'Our outage, both clocks stood',
    filledIn: 'Connection lost, paid',
    segment: '{{kind}}: {{seconds}} s', none: 'none',
  },
  ko: {
    active: '작업', paused: '일시정지, 지급 없음', unproven: '오래 끊김, 지급 없음', outage: '시스템 장애, 두 시계 모두 정지', filledIn: '잠시 끊김, 지급됨',
    segment: '{{kind}}: {{seconds}}초', none: '없음',
  },
});
