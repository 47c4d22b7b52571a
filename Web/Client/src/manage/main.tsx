import '@mantine/core/styles.css';
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
import '../shared/ui/tokens.css';
import '../shared/ui/ui.css';
import '../shared/ui/shell.css';
import './manage.css';
import { createRoot } from 'react-dom/client';
import { ManageApp } from './manage-app';

const root = document.getElementById('root');
if (!root) throw new Error('manage.html has no element "root".');
createRoot(root).render(<ManageApp />);
