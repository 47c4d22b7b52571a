import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, data } from '../../shared/api/client';
import { WayIn, type Way } from './way-in';

const signUp: Way = {
  title: 'signUp', isNew: true, hasName: true,
  enter: (fields) => data(api.POST('/api/v1/accounts/sign-up', { body: fields })),
};

const signIn: Way = { title: 'signIn', isNew: false, hasName: false, enter: () => Promise.resolve() };

export default function SignInPage() {
  const { t } = useTranslation('signIn');
  const [way, setWay] = useState(signIn);
  const other = way === signIn ? signUp : signIn;
  return (
    <WayIn way={way}>
      <Button variant="subtle" type="button" onClick={() => setWay(other)}>{t(way === signIn ? 'noAccount' : 'haveAccount')}</Button>
    </WayIn>
  );
}
