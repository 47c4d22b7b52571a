import { addTexts } from '../../shared/i18n/i18n';

addTexts('webhooks', {
  en: {
    title: 'Webhooks',
    what: 'Tells an address of yours what happens in this project, signed, in order, and again until it has been heard. Nobody is named in it. It starts with what happens from now on.',
    none: 'No address is told yet.', url: 'Address', events: 'What about', add: 'Add it', secret: 'Copy the secret now: it signs what is sent, and is not shown again.',
    event: {
      task_closed: 'A task has all its answers', task_stuck: 'A task is stuck', answer_submitted: 'An answer was handed in', answer_accepted: 'A review accepted',
      answer_returned: 'A review returned', answer_rejected: 'A review rejected', project_status: 'The state changed', project_drained: 'Draining is done', export_ready: 'A snapshot was taken',
    },
    ping: 'Send a test', pingOk: 'Heard: {{status}} after {{ms}} ms.', pingFailed: 'Not heard: {{error}} ({{ms}} ms).', on: 'Turn on', off: 'Turn off',
    isOff: 'Off: what happens meanwhile is not sent later.',
    retrying_one: '{{count}} failure; tried again at {{time}}.', retrying_other: '{{count}} failures; tried again at {{time}}.',
    remove: 'Remove', removeSure: '{{url}} is told nothing any more.', cancel: 'Cancel',
    log: 'Deliveries', logNone: 'Nothing was sent yet.', when: 'When', sent: 'What', attempt: 'Attempt', outcome: 'Outcome', eventsSent_one: '{{first}}',
    eventsSent_other: '{{first}} and more: {{count}}', givenUp: 'given up',
    signTitle: 'Checking the signature',
    signWhat: 'X-Distribution-Signature carries the seconds, and the HMAC-SHA256 of these, a full stop and the body, under your secret. Refuse what is older than five minutes.',
    retryWhat: 'An answer from 200 to 299 within ten seconds is a receipt. Else it is sent again after 2 s, 4 s, 8 s … up to 15 minutes, twelve times in all. Each event keeps its id.',
  },
  ko: {
    title: '웹훅',
    what: '이 프로젝트에서 일어나는 일을 내 주소로 알립니다. 서명하고, 순서대로, 받을 때까지 다시 보냅니다. 사람의 이름은 담지 않습니다. 지금부터 일어나는 일을 보냅니다.',
    none: '아직 알리는 주소가 없습니다.', url: '주소', events: '무엇을', add: '더하기', secret: '비밀 키를 지금 복사하세요. 보내는 것에 서명하는 키이며 다시 보여 주지 않습니다.',
    event: {
      task_closed: '작업의 답변이 모두 모임', task_stuck: '작업이 막힘', answer_submitted: '답변이 제출됨', answer_accepted: '검토에서 수락', answer_returned: '검토에서 반려',
      answer_rejected: '검토에서 거절', project_status: '상태가 바뀜', project_drained: '마무리가 끝남', export_ready: '스냅샷을 만듦',
    },
    ping: '시험 보내기', pingOk: '받음: {{ms}}ms 뒤 {{status}}.', pingFailed: '받지 못함: {{error}} ({{ms}}ms).', on: '켜기', off: '끄기', isOff: '꺼짐: 그동안 일어난 일은 나중에 보내지 않습니다.',
    retrying_one: '{{count}}번 실패. {{time}}에 다시 보냅니다.', retrying_other: '{{count}}번 실패. {{time}}에 다시 보냅니다.',
    remove: '없애기', removeSure: '{{url}}에 더는 알리지 않습니다.', cancel: '취소',
    log: '보낸 기록', logNone: '아직 보낸 것이 없습니다.', when: '언제', sent: '무엇을', attempt: '시도', outcome: '결과', eventsSent_one: '{{first}}', eventsSent_other: '{{first}} 등 {{count}}개', givenUp: '그만둠',
    signTitle: '서명 확인하기', signWhat: 'X-Distribution-Signature에는 초와, 비밀 키로 만든 HMAC-SHA256(초, 마침표, 본문 바이트 그대로)이 담깁니다. 5분보다 오래된 것은 거절하세요.',
    retryWhat: '10초 안에 200에서 299로 답하면 받은 것입니다. 아니면 2초, 4초, 8초 … 최대 15분 뒤에, 모두 열두 번 다시 보냅니다. 사건마다 번호가 있고 바뀌지 않습니다.',
  },
});
