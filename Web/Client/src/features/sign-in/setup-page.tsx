import { api, data } from '../../shared/api/client';
import { WayIn, type Way } from './way-in';

/** The first administrator, by the link that the program printed. */
export default function SetupPage({ token }: { token: string }) {
  const way: Way = {
    title: 'setup', isNew: true, hasName: false,
    enter: async ({ email, password }) => {
      await data(api.POST('/api/v1/accounts/setup', { body: { token, email, password } }));
      history.replaceState(null, '', '/');
    },
  };
  return <WayIn way={way} />;
}
