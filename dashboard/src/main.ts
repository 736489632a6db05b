import '@fontsource-variable/onest/wght.css';
import { mount } from 'svelte';
import App from './App.svelte';
import './tokens/tokens.css';
import './shared/base.css';
import './shared/table.css';
import { keepShell } from './shared/shell-keeper.ts';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element with the id app');
mount(App, { target });
void keepShell();
