import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { legTitle, pictureOf, townTitle } from './picture.ts';
import { sceneOf, type Scene, type WorstLeg } from './scene.ts';

const NAME = /^worst-\d\.svg$/;

/** A picture with the file that holds it. */
export interface Hung {
  readonly file: string;
  readonly scene: Scene;
}

/** Draws the legs into a folder, in place of what was drawn there before. */
export function hang(folder: string, worst: readonly WorstLeg[]): Hung[] {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder).filter((name) => NAME.test(name))) rmSync(join(folder, file));
  return worst.map((leg, i) => {
    const [file, scene] = [`worst-${i + 1}.svg`, sceneOf(leg)];
    writeFileSync(join(folder, file), pictureOf(scene));
    return { file, scene };
  });
}

/** The pictures in the documentation, with what they show in words. */
export const galleryOf = (hung: readonly Hung[], folder: string): string =>
  hung
    .map(({ file, scene }) => {
      const { true_m, told_m, reason, town, scenario } = scene;
      const [told, done] = [Math.round(told_m), Math.round(true_m)];
      const title = `${townTitle(town)}, \`${scenario}\`: ${legTitle(scene)}`;
      return `**${title}.** ${told} m told of ${done} m truly done. ${reason}\n\n![${legTitle(scene)}](${folder}/${file})`;
    })
    .join('\n\n');
