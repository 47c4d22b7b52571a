import { addTexts } from '../../shared/i18n/i18n';

addTexts('changes', {
  en: {
    title: 'Audit log',
    what: 'Everything that was done to this project, newest first, with the values before and after. Nobody can change it.',
    when: 'When', by: 'Who', byRule: 'by rule', kindTitle: 'Kind', did: 'What', words: 'Words', anyKind: 'All', older: 'Older ones', nothing: 'Nothing of that kind.',
    kind: {
      projectCreated: 'Made', projectChanged: 'Settings', projectStatusChanged: 'State', segmentImported: 'Import', rateChanged: 'Rate', steered: 'Steering',
      snapshotTaken: 'Snapshot', projectDrained: 'Drained',
    },
  },
  ko: {
    title: '감사 기록',
    what: '이 프로젝트에 한 모든 일을 최근 것부터, 바꾸기 전과 후의 값과 함께 보여 줍니다. 아무도 고칠 수 없습니다.',
    when: '언제', by: '누가', byRule: '규칙에 따라', kindTitle: '종류', did: '무엇을', words: '낱말', anyKind: '모두', older: '더 오래된 것', nothing: '그런 기록이 없습니다.',
    kind: { projectCreated: '생성', projectChanged: '설정', projectStatusChanged: '상태', segmentImported: '올리기', rateChanged: '단가', steered: '조정', snapshotTaken: '스냅샷', projectDrained: '마무리 끝' },
  },
});
