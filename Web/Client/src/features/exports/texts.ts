import { addTexts } from '../../shared/i18n/i18n';

addTexts('exports', {
  en: {
    title: 'Take the data out', shape: 'Shape', filters: 'Leave in', from: 'Handed in from', until: 'Until', withoutLate: 'Leave out late answers', guidelines: 'Guidelines from version', guidelinesAll: '0 takes all',
    preview: 'The first lines', refresh: 'Show', nothing: 'No answer makes a line of this shape, or passes the filters.', download: 'Download', snapshot: 'Snapshot {{id}}: this file is the same for ever.', copy: 'The same from a program',
    card: 'Data card', cardWhat: 'What this data consists of, for whoever trains on it.', cardDownload: 'Download the card', reading: 'Counting…',
    what: {
      preference: 'prompt, chosen, rejected: as TRL\'s preference data', unpaired: 'prompt, completion, label: each text with whether it was preferred', messages: 'messages: for supervised fine-tuning', reward: 'prompt, completion, rewards: scores by axis',
      rubric: 'prompt, completion, grades, points', spans: 'text, spans: what was marked, by label and place', labelStudio: 'A Label Studio JSON file', csv: 'A table that is safe to open in a spreadsheet', native: 'Everything: task, answer, provenance',
    },
    name: { preference: 'Preference pairs', unpaired: 'Unpaired', messages: 'Messages', reward: 'Rewards', rubric: 'Rubric grades', spans: 'Spans', labelStudio: 'Label Studio', csv: 'CSV', native: 'Everything' },
    fit: 'This task type has no such shape', provenance: 'Each record names its task, guideline, type and consent version, times and the contributor by a pseudonym of this project, never by name.',
    figure: { answers: 'Answers', tasks: 'Tasks', contributors: 'Contributors', late: 'Late', unfinished: 'Unfinished', median: 'Half within', most: 'Busiest contributor', first: 'First', last: 'Last', types: 'Type versions', guides: 'Guideline versions', consents: 'Consent versions' },
  },
  ko: {
    title: '데이터 내보내기', shape: '형태', filters: '남길 것', from: '제출 시작', until: '제출 끝', withoutLate: '늦은 답변 빼기', guidelines: '지침 몇 판부터', guidelinesAll: '0은 전부',
    preview: '처음 몇 줄', refresh: '보기', nothing: '이 형태의 줄이 되는 답변이 없거나 조건에 맞는 것이 없습니다.', download: '내려받기', snapshot: '스냅숏 {{id}}: 이 파일은 언제 받아도 같습니다.', copy: '프로그램으로 받기',
    card: '데이터 카드', cardWhat: '이 데이터로 학습할 사람을 위한 설명입니다.', cardDownload: '카드 내려받기', reading: '세는 중…',
    what: {
      preference: 'prompt, chosen, rejected: TRL의 선호 데이터', unpaired: 'prompt, completion, label: 글마다 선호되었는지', messages: 'messages: 지도 미세 조정용', reward: 'prompt, completion, rewards: 축별 점수',
      rubric: 'prompt, completion, grades, points', spans: 'text, spans: 표시한 부분과 이름', labelStudio: 'Label Studio JSON 파일', csv: '스프레드시트로 열어도 안전한 표', native: '전부: 작업, 답변, 출처',
    },
    name: { preference: '선호 쌍', unpaired: '쌍 없는 선호', messages: '대화', reward: '보상', rubric: '루브릭 점수', spans: '표시 구간', labelStudio: 'Label Studio', csv: 'CSV', native: '전부' },
    fit: '이 작업 유형에는 없는 형태입니다', provenance: '기록마다 작업, 지침·유형·동의 판, 시각, 그리고 이 프로젝트에서만 쓰는 가명이 있습니다. 이름은 없습니다.',
    figure: { answers: '답변', tasks: '작업', contributors: '참여자', late: '늦음', unfinished: '미완성', median: '절반이 걸린 시간', most: '가장 많이 한 사람', first: '처음', last: '마지막', types: '유형 판', guides: '지침 판', consents: '동의 판' },
  },
});
