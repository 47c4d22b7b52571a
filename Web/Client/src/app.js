// Sign in, choose a project, work. The first small version; its parts are files of their own.
import { get, post } from './api.js';
import { h, say, show } from './dom.js';
import { money, t, translatePage } from './text.js';
import { openTask } from './task.js';

const listPeriodMs = 10_000;
let account = null;
let listTimer = 0;

function fail(error) {
  say(`${t('failed')}: ${error.message}`, true);
}

function field(id, type, label, autocomplete) {
  return h('div', { className: 'field' }, h('label', { htmlFor: id }, t(label)), h('input', { id, name: id, type, autocomplete, required: true }));
}

function showSignIn(isNew) {
  const submit = async (event) => {
    event.preventDefault();
    const { email, password, displayName } = Object.fromEntries(new FormData(event.target));
    try {
      if (isNew) await post('accounts/sign-up', { email, password, displayName });
      await post('accounts/sign-in', { email, password, mode: 'cookie' });
      await begin();
    } catch (error) {
      fail(error);
    }
  };
  show(h('form', { className: 'card narrow', onsubmit: submit },
    h('h1', {}, t(isNew ? 'signUp' : 'signIn')), field('email', 'email', 'email', 'username'),
    field('password', 'password', 'password', isNew ? 'new-password' : 'current-password'), isNew ? field('displayName', 'text', 'name', 'nickname') : null,
    h('div', { className: 'row' }, h('button', {}, t(isNew ? 'signUp' : 'signIn')),
      h('button', { type: 'button', className: 'plain', onclick: () => showSignIn(!isNew) }, t(isNew ? 'haveAccount' : 'noAccount')))));
}

function showSetup(token) {
  const submit = async (event) => {
    event.preventDefault();
    const { email, password } = Object.fromEntries(new FormData(event.target));
    try {
      await post('accounts/setup', { token, email, password });
      history.replaceState(null, '', '/');
      await post('accounts/sign-in', { email, password, mode: 'cookie' });
      await begin();
    } catch (error) {
      fail(error);
    }
  };
  show(h('form', { className: 'card narrow', onsubmit: submit }, h('h1', {}, t('setup')), field('email', 'email', 'email', 'username'),
    field('password', 'password', 'password', 'new-password'), h('button', {}, t('setup'))));
}

function projectCard(project) {
  const lease = async () => {
    try {
      const reply = await post('work/lease', { project: project.id, seenHourlyRate: project.hourlyRate });
      if (!reply.assignment) return say(t('noWork'));
      clearInterval(listTimer);
      await openTask(reply.assignment, project.title, showProjects);
    } catch (error) {
      fail(error);
    }
  };
  return h('section', { className: 'card row' },
    h('div', { className: 'grow' }, h('h2', {}, project.title),
      h('span', { className: 'quiet' }, `${money(project.hourlyRate, project.currency)} ${t('perHour')} · ${project.ready} ${t('ready')}`),
      project.missingNeeds.length ? h('p', { className: 'quiet' }, `${t('missing')}: ${project.missingNeeds.join(', ')}`) : null),
    h('button', { type: 'button', onclick: lease, disabled: project.missingNeeds.length > 0 }, t('start')));
}

async function managedProjects() {
  if (!account.roles.some((role) => role === 'manager' || role === 'admin')) return null;
  const projects = await get('projects');
  return projects.length === 0 ? null : h('section', {}, h('h1', {}, t('live')), h('ul', {}, ...projects.map((project) =>
    h('li', {}, h('a', { href: `/live.html?project=${encodeURIComponent(project.id)}` }, project.settings.title)))));
}

async function showProjects() {
  clearInterval(listTimer);
  let shown = '';
  const refresh = async () => {
    try {
      const [projects, managed] = [await get('work/projects'), await managedProjects()];
      const next = JSON.stringify(projects) + (managed?.textContent ?? '');
      if (next === shown) return;
      shown = next;
      show(h('h1', {}, t('projects')), ...(projects.length ? projects.map(projectCard) : [h('p', { className: 'quiet' }, t('noProjects'))]), managed ?? '');
    } catch (error) {
      fail(error);
    }
  };
  listTimer = setInterval(refresh, listPeriodMs);
  await refresh();
}

async function begin() {
  say('');
  account = await get('accounts/me');
  document.getElementById('who').textContent = account.displayName;
  document.getElementById('sign-out').hidden = false;
  const { assignment } = await get('work/current');
  if (assignment) await openTask(assignment, assignment.task, showProjects);
  else await showProjects();
}

translatePage();
document.getElementById('sign-out').addEventListener('click', async () => {
  await post('accounts/sign-out').catch(fail);
  location.assign('/');
});
const setup = /^#setup=([0-9a-f]+)$/.exec(location.hash);
if (setup) showSetup(setup[1]);
else begin().catch((error) => (error.status === 401 ? showSignIn(false) : fail(error)));
