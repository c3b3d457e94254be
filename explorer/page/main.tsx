import { render } from 'preact';
import { App } from './app.tsx';
import './state/keys.ts';
import './style/theme.css';
import './style/layout.css';
import './style/panels.css';
import './style/machines.css';
import './style/views.css';

render(<App />, document.querySelector('#app')!);
