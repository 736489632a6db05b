const CYRILLIC: Readonly<Record<string, string>> = Object.fromEntries(
  'а a,б b,в v,г g,д d,е e,ё e,ж zh,з z,и i,й i,к k,л l,м m,н n,о o,п p,р r,с s,т t,у u,ф f,х kh,ц ts,ч ch,ш sh,щ sch,ъ ,ы y,ь ,э e,ю yu,я ya,і i,ї i,є e,ґ g'
    .split(',')
    .map((pair) => pair.split(' ') as [string, string]),
);

/** A code out of what people call a thing: «КВД 214» in `town` becomes `town-kvd-214`. Empty for no letters at all. */
export function codeFrom(name: string, prefix = ''): string {
  const latin = [...name.trim().toLowerCase()].map((letter) => CYRILLIC[letter] ?? letter).join('');
  const word = latin
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (word === '') return '';
  return (prefix === '' ? word : `${prefix}-${word}`).slice(0, 64).replace(/-$/, '');
}
