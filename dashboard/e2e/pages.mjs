import { readFile } from 'node:fs/promises';

const ROLES = ['administrator', 'operator', 'auditor', 'contractor'];

/** Every page of the dashboard's own list with who sees it: `{ page, roles }` in the order of the rail. */
export async function pagesOfDashboard() {
  const source = await readFile(new URL('../src/views/pages.ts', import.meta.url), 'utf8');
  const [, list] = /export const PAGES = \{\n([\s\S]*?)\n\} as const/.exec(source) ?? [];
  const pages = [...(list ?? '').matchAll(/^  (\w+): \{([\s\S]*?)\},?$/gm)].map(([, page, entry]) => {
    const [, roles] = /roles: (ROLES|\[[^\]]*\])/.exec(entry) ?? [];
    return { page, roles: roles === 'ROLES' ? ROLES : [...roles.matchAll(/'(\w+)'/g)].map(([, role]) => role) };
  });
  if (pages.length < 5) throw new Error(`the list of pages was not understood: ${JSON.stringify(pages)}`);
  return pages;
}

/** Opens a page by its address and waits until it has its content. */
export async function openPage(page, name, ...rest) {
  // The first address is the desk's own.
  await page.waitForFunction(() => location.hash.split('/').length > 2);
  const hash = await page.evaluate(
    ([wanted, more]) => {
      const town = location.hash.split('/')[1] ?? '-';
      return `#/${[town, wanted, ...more].join('/')}`;
    },
    [name, rest],
  );
  // Two frames: the parts of one page share its name, and what an address asks for is drawn only after it.
  await page.evaluate(async (address) => {
    location.hash = address;
    for (const _ of 'ab') await new Promise(requestAnimationFrame);
  }, hash);
  try {
    await page.waitForFunction((wanted) => location.hash.split('/')[2] === wanted, name);
    await settled(page);
  } catch (cause) {
    throw new Error(`${name} does not come to rest: ${await unrest(page)}`, { cause });
  }
}

/** What is still going on. */
const unrest = (page) =>
  page.evaluate((waiting) => {
    const elements = [...document.querySelectorAll(waiting)].map((element) => element.outerHTML.slice(0, 160));
    const moving = document
      .getAnimations()
      .filter(({ playState }) => playState === 'running')
      .map(({ effect }) => effect?.target?.className ?? '');
    return JSON.stringify({ address: location.hash, elements, moving });
  }, WAITING);

/** Shown while something is being read. */
const WAITING = 'main [role="status"][aria-label], main .reading, [aria-busy="true"]';

/** Nothing is being loaded or animated any more. */
export async function settled(page) {
  await page.waitForFunction(
    (waiting) =>
      document.querySelector(waiting) === null &&
      document.getAnimations().every(({ playState }) => playState !== 'running'),
    WAITING,
  );
}
