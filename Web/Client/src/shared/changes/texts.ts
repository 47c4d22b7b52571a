import '../ui/status';
import { addTexts } from '../i18n/i18n';

addTexts('told', {
  en: {
    forAll: ', for all', pilot: 'pilot {{round}}: {{tasks}} tasks, at most {{people}} people', version: '{{changed}} (version {{version}})',
    guidelines: 'Version {{version}} of the guidelines', budget: 'Budget {{before}} → {{after}}', segment: '{{tasks}} tasks came in', rateVersion: 'Rates, version {{version}}',
    rule: '{{percent}}% above the base rate; the oldest task has waited {{waits}}', terms: '{{who}}: {{before}} → {{after}}', asEverybody: 'as everybody', anHour: '{{amount}} an hour',
    drained: 'The last lease has ended', snapshot: 'Snapshot {{id}}', announced: 'Announced for {{hours}} h: {{text}} (action {{number}})',
    undone: 'Announcement taken back: {{text}} (action {{number}})', wrote: 'Wrote to {{who}} ({{all}} in all): {{text}} (action {{number}})',
    extended: 'Both clocks {{minutes}} min longer, leases: {{leases}} (action {{number}})', withdrawn: 'Leases taken back ({{leases}}), of {{who}}: {{reason}} (action {{number}})',
    notDone: '; {{count}} not', concluded: 'Experiment {{id}} concluded', stopped: 'Experiment {{id}} stopped: {{reason}}', started: 'Experiment {{id}} started: {{plan}}',
    none: 'none', yes: 'yes', no: 'no', somebody: 'a trainer', hours: '{{count}} h', minutes: '{{count}} min', seconds: '{{count}} s',
    tier: { generalist: 'Generalist', specialist: 'Specialist', expert: 'Verified expert' },
    field: {
      title: 'Title', taskTypeId: 'Task type', taskTypeVersion: 'Version of the type', guidelineVersion: 'Version of the guidelines', overlap: 'Answers for each task',
      limitMs: 'Full rate for', hardLimitMs: 'Can be handed in for', payPolicy: 'How time becomes money', rates: 'Hourly rate', rateRule: 'Rule of the rate', needs: 'Needs',
      dailyCap: 'Tasks a person and day', stuckAfter: 'Put aside after', graceMs: 'Grace for a lost connection', lateWindowMs: 'Late answers are taken for', warningMs: 'Warning before the step',
      claimWindowMs: 'An offer stands for', ratePercent: 'Above the base rate, in percent', opensAt: 'Opens at', closesAt: 'Closes at', use: 'Use', pilot: 'Pilot', taskQuota: 'Quota of tasks',
      priority: 'Priority', taskPriorities: 'Priorities of tasks', experiment: 'Experiment', currency: 'Currency', review: 'Review', budgetShards: 'Shards of the budget',
    },
  },
  ko: {
    forAll: ', 모두에게', pilot: '시범 {{round}}회: 작업 {{tasks}}개, 최대 {{people}}명', version: '{{changed}} (버전 {{version}})',
    guidelines: '지침 버전 {{version}}', budget: '예산 {{before}} → {{after}}', segment: '작업 {{tasks}}개가 들어옴', rateVersion: '단가 버전 {{version}}',
    rule: '기본 단가보다 {{percent}}% 높음, 가장 오래된 작업은 {{waits}} 기다림', terms: '{{who}}: {{before}} → {{after}}', asEverybody: '모두와 같음', anHour: '시간당 {{amount}}',
    drained: '진행 중이던 마지막 작업이 끝남', snapshot: '스냅샷 {{id}}', announced: '{{hours}}시간 공지: {{text}} (조치 {{number}})',
    undone: '공지를 거둠: {{text}} (조치 {{number}})', wrote: '{{who}}에게 보냄 (모두 {{all}}명): {{text}} (조치 {{number}})',
    extended: '{{leases}}건의 두 시계를 {{minutes}}분 늘림 (조치 {{number}})', withdrawn: '{{who}}의 작업 {{leases}}건 회수: {{reason}} (조치 {{number}})',
    notDone: ', {{count}}건은 안 됨', concluded: '실험 {{id}} 종료', stopped: '실험 {{id}} 중지: {{reason}}', started: '실험 {{id}} 시작: {{plan}}',
    none: '없음', yes: '예', no: '아니요', somebody: '작업자 한 명', hours: '{{count}}시간', minutes: '{{count}}분', seconds: '{{count}}초',
    tier: { generalist: '일반', specialist: '전문', expert: '검증된 전문가' },
    field: {
      title: '제목', taskTypeId: '작업 유형', taskTypeVersion: '유형 버전', guidelineVersion: '지침 버전', overlap: '작업마다 답',
      limitMs: '전액 시간', hardLimitMs: '제출 가능 시간', payPolicy: '시간별 보수', rates: '시간당 단가', rateRule: '단가 규칙', needs: '조건',
      dailyCap: '하루 1인 작업 수', stuckAfter: '따로 빼는 횟수', graceMs: '연결이 끊겨도 인정하는 시간', lateWindowMs: '늦은 답을 받는 시간', warningMs: '단가가 내려가기 전 알림',
      claimWindowMs: '제안이 유효한 시간', ratePercent: '기본 단가 위 비율(%)', opensAt: '여는 때', closesAt: '닫는 때', use: '쓰임', pilot: '시범', taskQuota: '작업 한도',
      priority: '우선순위', taskPriorities: '작업 우선순위', experiment: '실험', currency: '통화', review: '검수', budgetShards: '예산 분할',
    },
  },
});
