import { ensureBuild } from '../scripts/build.mjs';

/** System tests run what is built, once per run and only where the sources have changed. */
export default (): Promise<void> => ensureBuild();
