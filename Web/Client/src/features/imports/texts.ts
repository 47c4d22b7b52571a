import { addTexts } from '../../shared/i18n/i18n';

addTexts('imports', {
  en: {
    title: 'Bring in tasks', drop: 'Drop a file here', or: 'or', choose: 'Choose a file', kinds: 'JSONL, JSON, Label Studio JSON, CSV or TSV. One row is one task. The file stays on your machine until you start.',
    looks: '{{name}}: {{format}}, {{columns}} columns', another: 'Another file', map: 'Which column goes where', field: 'Field of the task', column: 'Column of the file', none: '– nothing –', optional: 'optional', example: 'First row',
    id: 'The row\'s own id', idWhat: 'A row whose id is there already is not added again. Without an id equal rows are one task.', preview: 'What a trainer will see', row: 'Row {{row}}', before: 'Row before', after: 'Next row',
    missing: 'Choose a column for: {{fields}}', policy: 'When rows are wrong', keepGood: 'Add the good ones, list the wrong ones', allOrNothing: 'Add nothing',
    start: 'Bring them in', sending: 'Sending: {{share}}', reading: 'Read so far: {{rows}} rows, {{added}} added', stop: 'Stop', stopped: 'Stopped. What was added stays; start again to go on.',
    done: '{{added}} tasks added.', again: '{{there}} rows were there already.', rejected_one: '{{count}} row is wrong.', rejected_other: '{{count}} rows are wrong.', download: 'Download all errors', line: 'Line', what: 'What is wrong', columnOf: 'Column',
    unreadable: 'This file could not be read: {{why}}', noRows: 'There is no row in it.', refused: 'Nothing was added.', more: 'Bring in more',
  },
  ko: {
    title: '작업 올리기', drop: '파일을 여기에 놓으세요', or: '또는', choose: '파일 고르기', kinds: 'JSONL, JSON, Label Studio JSON, CSV, TSV. 한 줄이 작업 하나입니다. 시작하기 전까지 파일은 이 컴퓨터를 떠나지 않습니다.',
    looks: '{{name}}: {{format}}, 열 {{columns}}개', another: '다른 파일', map: '어느 열을 어디에 쓸지', field: '작업의 항목', column: '파일의 열', none: '– 없음 –', optional: '선택', example: '첫 줄',
    id: '줄의 고유 번호', idWhat: '이미 있는 번호의 줄은 다시 더하지 않습니다. 번호가 없으면 같은 내용은 작업 하나입니다.', preview: '작업자가 볼 화면', row: '{{row}}번째 줄', before: '앞 줄', after: '다음 줄',
    missing: '열을 고르세요: {{fields}}', policy: '틀린 줄이 있으면', keepGood: '맞는 줄만 더하고 틀린 줄을 알려 줌', allOrNothing: '아무것도 더하지 않음',
    start: '올리기', sending: '보내는 중: {{share}}', reading: '지금까지 {{rows}}줄 읽음, {{added}}개 더함', stop: '멈추기', stopped: '멈췄습니다. 더한 것은 남아 있고, 다시 시작하면 이어집니다.',
    done: '작업 {{added}}개를 더했습니다.', again: '{{there}}줄은 이미 있었습니다.', rejected_one: '{{count}}줄이 틀렸습니다.', rejected_other: '{{count}}줄이 틀렸습니다.', download: '오류 모두 내려받기', line: '줄', what: '무엇이 틀렸나', columnOf: '열',
    unreadable: '파일을 읽지 못했습니다: {{why}}', noRows: '줄이 하나도 없습니다.', refused: '아무것도 더하지 않았습니다.', more: '더 올리기',
  },
});
