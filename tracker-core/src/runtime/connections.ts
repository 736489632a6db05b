import type { Db } from '../store/db.ts';
import { markOnline } from '../store/objects/devices.ts';
import { GroupCommit } from './group-commit.ts';

interface Mark {
  readonly device: string;
  readonly online: boolean;
}

/** Which devices are connected: told to the database after the fact, the last word of each counting. */
export class Connections {
  private readonly marks: GroupCommit<Mark>;

  constructor(db: Db, now: () => number) {
    this.marks = new GroupCommit((marks) =>
      markOnline(db, new Map(marks.map(({ device, online }) => [device, online])), now()),
    );
  }

  mark(device: string, online: boolean): void {
    this.marks.add([{ device, online }]).catch(() => {
      // A lost mark is corrected by the device's next connect; the database's trouble shows in /readyz.
    });
  }

  flushed(): Promise<void> {
    return this.marks.flushed();
  }
}
