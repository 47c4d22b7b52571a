import { addTexts } from '../../shared/i18n/i18n';

addTexts('joining', {
  en: {
    title: 'Profile', about: 'About you', name: 'Display name', languages: 'Languages you work in',
    languagesHelp: 'Projects ask for them. Name only those that you write well.',
    otherLanguage: 'Another one by its tag, such as pt-BR', badLanguage: 'A language tag looks like ko or pt-BR.', fields: 'Fields that you would like to work on',
    fieldsHelp: 'In your own words; they prove nothing. Proof is a credential.', addField: 'Such as Korean law, cooking', badField: 'At most 60 letters.',
    removeField: 'Remove {{field}}', add: 'Add',
    zone: 'Time zone', zoneHelp: 'Your days, weeks and months of earnings follow it.', save: 'Save', saved: 'Saved',
    contracts: {
      title: 'Contracts', none: 'There are no contracts.', signed: 'signed', unsigned: 'not signed yet', newVersion: 'There is a new version to read.',
      sign: 'Read and sign', read: 'Read',
      signature: 'Version {{version}}, signed as {{name}} on {{day}}',
    },
    contract: {
      version: 'version {{version}} · {{at}}', old: 'This is an earlier version.', current: 'To the current one', changes: 'What has changed',
      rights: 'Rights in the work, in plain words',
      tracking: 'What is tracked, in plain words', uses: 'What the answers are for', noPurpose: 'Its manager has not said so yet.', whole: 'The whole text', sign: 'Sign', name: 'Your full name',
      nameHelp: 'It is kept with the version, the time, and the hash of this text.',
      agree: 'I have read version {{version}} and agree to it.', signNow: 'Sign', signed: 'You have signed this.',
      signedBy: 'Version {{version}}, as {{name}}, {{at}}.', hash: 'SHA-256 of the text:',
      print: 'Print or keep as PDF',
    },
    credentials: {
      title: 'Credentials', help: 'Degrees, licences and proofs of languages open expert work.', open: 'Show credentials', add: 'Add a credential', addNow: 'Add',
      privacy: 'Only you and those who verify it can open a document. You see here whenever somebody did.',
      name: 'What it is', nameExample: 'Attorney licence', issuer: 'Who issued it', kind: 'Kind', kindHelp: 'One word that projects use, such as law or medicine.',
      upload: 'Add a document',
      submit: 'Send to be verified', remove: 'Remove', needDocument: 'Add a PDF or a picture first.', opened: 'A verifier opened the documents: {{at}}',
      reason: 'Reason: {{reason}}', until: 'until {{day}}',
      status: { draft: 'not sent yet', pending: 'being verified', verified: 'verified', rejected: 'not accepted', revoked: 'taken back' },
    },
    tracking: {
      title: 'What is tracked', help: 'In plain words, with your own record.', open: 'Show my record', recorded: 'What is recorded while you are at a task',
      item: {
        lease: 'When a task was given to you, and when you handed it in or gave it back.',
        beats: 'Every half minute: that the page is open, and how long ago you last used it.',
        pauses: 'When you pressed pause and went on, and when the connection was lost.', answers: 'Your answers and drafts.',
        documents: 'Who opened a document of yours, and when.',
      },
      notRecorded: 'What is never recorded',
      never: { screen: 'Pictures of your screen.', keys: 'Single keystrokes or the movements of your mouse.', camera: 'Camera or microphone.', elsewhere: 'Anything outside this page.' },
      contract: '{{title}}, version {{version}}, says', traces: 'Your own record',
      tracesHelp: 'Managers see exactly these stretches, and no others. Your pay is computed from them.',
      noTraces: 'You have not worked on a task this month.', receipt: 'Receipt',
    },
  },
  ko: {
    title: '내 정보', about: '나에 대해', name: '표시 이름', languages: '작업할 수 있는 언어', languagesHelp: '프로젝트가 요구하는 언어입니다. 글을 잘 쓸 수 있는 언어만 고르세요.',
    otherLanguage: '다른 언어의 태그 (예: pt-BR)', badLanguage: '언어 태그는 ko, pt-BR 같은 꼴입니다.', fields: '일하고 싶은 분야',
    fieldsHelp: '자유롭게 쓰세요. 자격을 입증하지는 않으며, 입증은 증명으로 합니다.', addField: '예: 한국법, 요리', badField: '60자까지 쓸 수 있습니다.', removeField: '{{field}} 지우기', add: '추가',
    zone: '시간대', zoneHelp: '수익의 하루, 한 주, 한 달을 이 시간대로 나눕니다.', save: '저장', saved: '저장했습니다',
    contracts: {
      title: '계약', none: '계약서가 없습니다.', signed: '서명함', unsigned: '아직 서명하지 않음', newVersion: '새 버전이 나왔습니다. 읽고 서명해 주세요.', sign: '읽고 서명하기', read: '읽기',
      signature: '버전 {{version}}, {{day}} 서명 (이름: {{name}})',
    },
    contract: {
      version: '버전 {{version}} · {{at}}', old: '이전 버전입니다.', current: '현재 버전 보기', changes: '바뀐 점', rights: '작업물의 권리, 쉬운 말로', tracking: '기록되는 것, 쉬운 말로',
      uses: '답변이 쓰이는 곳', noPurpose: '담당자가 아직 밝히지 않았습니다.', whole: '계약 전문',
      sign: '서명', name: '이름', nameHelp: '버전, 시각, 이 글의 해시와 함께 보관됩니다.', agree: '버전 {{version}} 계약을 읽었으며 동의합니다.', signNow: '서명하기', signed: '서명한 계약입니다.',
      signedBy: '버전 {{version}}, {{name}}, {{at}}.', hash: '계약문의 SHA-256:', print: '인쇄하거나 PDF로 보관',
    },
    credentials: {
      title: '증명', help: '학위, 면허, 어학 증명이 있으면 전문 작업이 열립니다.', open: '증명 보기', add: '증명 추가', addNow: '추가',
      privacy: '서류는 본인과 확인 담당자만 열 수 있습니다. 누군가 열면 여기에 남습니다.', name: '이름', nameExample: '변호사 자격증', issuer: '발급 기관', kind: '종류',
      kindHelp: '프로젝트에서 쓰는 한 단어입니다. 예: law, medicine', upload: '서류 추가', submit: '확인 요청', remove: '지우기', needDocument: '먼저 PDF나 사진을 올려 주세요.',
      opened: '확인 담당자가 서류를 열었습니다: {{at}}', reason: '사유: {{reason}}', until: '{{day}}까지',
      status: { draft: '보내기 전', pending: '확인 중', verified: '확인됨', rejected: '반려됨', revoked: '취소됨' },
    },
    tracking: {
      title: '기록되는 것', help: '무엇이 기록되는지 쉬운 말로 설명하고, 내 기록을 보여 줍니다.', open: '내 기록 보기', recorded: '과제를 하는 동안 기록되는 것',
      item: {
        lease: '과제를 받은 시각, 제출하거나 돌려준 시각.', beats: '30초마다, 화면이 열려 있는지와 마지막으로 사용한 지 얼마나 되었는지.', pauses: '일시정지와 재개, 연결이 끊긴 시각.', answers: '답변과 초안.',
        documents: '누가 언제 내 서류를 열었는지.',
      },
      notRecorded: '절대 기록하지 않는 것', never: { screen: '화면 사진.', keys: '개별 키 입력이나 마우스 움직임.', camera: '카메라와 마이크.', elsewhere: '이 화면 밖에서 하는 모든 일.' },
      contract: '{{title}} 버전 {{version}}의 내용', traces: '내 기록', tracesHelp: '관리자도 정확히 이 구간만 봅니다. 지급액은 이 기록으로 계산합니다.', noTraces: '이번 달에는 아직 과제를 하지 않았습니다.',
      receipt: '명세서',
    },
  },
});
