import { Route, Switch } from 'wouter';
import { ContractPage } from './contract-page';
import { CredentialsPage } from './credentials-page';
import './joining.css';
import { ProfilePage } from './profile-page';
import './texts';
import { TrackingPage } from './tracking-page';

export default function Joining() {
  return (
    <Switch>
      <Route path="/profile"><ProfilePage /></Route>
      <Route path="/profile/credentials"><CredentialsPage /></Route>
      <Route path="/profile/tracking"><TrackingPage /></Route>
      <Route path="/profile/contracts/:contract/:version?">{({ contract, version }) => <ContractPage key={contract} id={contract} version={Number(version ?? 0) || 0} />}</Route>
    </Switch>
  );
}
