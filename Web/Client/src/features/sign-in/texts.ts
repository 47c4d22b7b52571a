import { addTexts } from '../../shared/i18n/i18n';

addTexts('signIn', {
  en: {
    signIn: 'Sign in', signUp: 'Create account', email: 'E-mail', password: 'Password', passwordHelp: '10 characters or more', name: 'Display name',
    haveAccount: 'I have an account', noAccount: 'I am new here', setup: 'Make the first administrator',
    promise: 'Paid to the second. Every amount with its receipt. Nothing you type is lost.',
  },
  ko: {
    signIn: '로그인', signUp: '가입하기', email: '이메일', password: '비밀번호', passwordHelp: '10자 이상', name: '표시 이름',
    haveAccount: '이미 계정이 있습니다', noAccount: '처음 왔습니다', setup: '첫 관리자 만들기',
    promise: '일한 시간은 초 단위로 지급합니다. 모든 금액에 명세서가 있습니다. 쓴 글은 사라지지 않습니다.',
  },
});
