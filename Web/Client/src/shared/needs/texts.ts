import { addTexts } from '../i18n/i18n';

addTexts('needs', {
  en: {
    next: 'Next', startNow: 'Your first task: {{title}}', opens_one: 'opens “{{title}}”: {{count}} task waits, {{rate}} an hour',
    opens_other: 'opens “{{title}}”: {{count}} tasks wait, {{rate}} an hour',
    waits_one: '{{count}} task waits, {{rate}} an hour', waits_other: '{{count}} tasks wait, {{rate}} an hour',
    kind: {
      language: 'Language: {{name}}', contract: 'Contract: {{name}}', credential: 'Credential: {{name}}', qualification: 'Qualification: {{name}}',
      guidelines: 'New guidelines to check',
      other: 'Given by a manager: {{name}}',
    },
    go: {
      language: 'Fill in my profile', contract: 'Read the contract', credential: 'Add a credential', qualification: 'Learn it', guidelines: 'Read what is new',
      other: '', start: 'To the work',
    },
    missing: 'What is missing',
    way: { title: 'Your way to paid work', language: 'Profile', contract: 'Contract', qualification: 'Course and quiz', guidelines: 'Guidelines', work: 'First paid task', done: 'done' },
  },
  ko: {
    next: '다음 단계', startNow: '첫 과제: {{title}}', opens_one: '‘{{title}}’ 작업이 열립니다. 대기 {{count}}건, 시간당 {{rate}}',
    opens_other: '‘{{title}}’ 작업이 열립니다. 대기 {{count}}건, 시간당 {{rate}}',
    waits_one: '대기 {{count}}건, 시간당 {{rate}}', waits_other: '대기 {{count}}건, 시간당 {{rate}}',
    kind: {
      language: '언어: {{name}}', contract: '계약: {{name}}', credential: '증명: {{name}}', qualification: '자격: {{name}}', guidelines: '새 지침 확인', other: '관리자가 부여: {{name}}',
    },
    go: {
      language: '내 정보 채우기', contract: '계약서 읽기', credential: '증명 추가하기', qualification: '배우기', guidelines: '바뀐 점 읽기', other: '', start: '작업하러 가기',
    },
    missing: '필요한 것',
    way: { title: '유급 작업까지의 길', language: '내 정보', contract: '계약', qualification: '과정과 퀴즈', guidelines: '지침', work: '첫 유급 과제', done: '완료' },
  },
});
