import { tick } from 'svelte';
import type { CaseDeadlinesBody, Incident, LiveAssignment, LiveVehicle } from '@sweepline/contract';
import { saveDeadlines } from '../incidents/lateness/requests.ts';
import { latenessWords } from '../incidents/lateness/words.ts';
import { caseWords } from '../incidents/words.ts';
import { language } from '../language/language.svelte.ts';
import type { Desk } from './desk.svelte.ts';
import { copyText } from '../sight/copy.ts';
import { deskWords } from './words.ts';
import type { KeyAction } from './keys.ts';
import { replayTarget } from './replay-opening.ts';
import { refusalText } from '../rest/refusal.ts';

/** Does what a key or the list of commands asks for. False where there is nothing to do it to. */
export function actOn(desk: Desk, action: KeyAction): boolean {
  const target = desk.target;
  switch (action) {
    case 'next':
      return (desk.step(1), true);
    case 'previous':
      return (desk.step(-1), true);
    case 'open':
      if (target !== null) desk.showIncident(target);
      return target !== null;
    case 'back':
      return (desk.back(), true);
    case 'acknowledge':
      if (target?.state === 'open' && desk.mayDecide) void desk.cases.acknowledge(target);
      return true;
    case 'assign':
    case 'resolve':
    case 'dismiss':
      if (target !== null && desk.mayDecide) desk.cases.ask(action, target);
      return true;
    case 'comment':
      return comment(desk);
    case 'handOver': {
      const assignment = handedOver(desk);
      if (assignment === null) return false;
      // It is asked about what is now: beside the past it would be answered by what was.
      if (desk.page === 'replay') desk.showAssignment(assignment.assignment);
      desk.handover = assignment;
      return true;
    }
    case 'message': {
      const vehicle = addressee(desk);
      if (vehicle !== null && desk.mayDecide) desk.message = vehicle;
      return true;
    }
    case 'replay':
      return replayTarget(desk);
    case 'follow':
      return (desk.follow(), true);
    case 'search':
      if (desk.page !== 'live' && desk.page !== 'incidents') desk.go('live');
      // The field is there once the page is.
      return (void tick().then(() => document.getElementById('search')?.focus()), true);
    case 'town':
      desk.camera = { kind: 'town' };
      return true;
    case 'link':
      return (void copyLink(desk), true);
    case 'theme':
      return (desk.theme.flip(), true);
    case 'wall':
      return (desk.turnWall(), true);
    case 'state1':
    case 'state2':
    case 'state3':
    case 'state4':
    case 'state5':
    case 'state6':
      return (desk.sight.toggle(Number(action.slice('state'.length))), true);
    case 'sound':
      return (flipSound(desk), true);
    case 'keys':
    case 'palette':
      desk.overlay = action;
      return true;
    case 'go':
      return true;
  }
}

function comment(desk: Desk): boolean {
  const target = desk.target;
  if (target === null || !desk.mayComment) return false;
  return (commentOn(desk, target), true);
}

/** Opens the case and puts the cursor where its comment is written. */
export function commentOn(desk: Desk, incident: Incident): void {
  if (desk.shownIncident?.id !== incident.id) desk.showIncident(incident);
  void tick().then(() => document.getElementById('case-comment')?.focus());
}

/** Takes the closing of a case back, and shows it. */
export async function reopen(desk: Desk, incident: Incident): Promise<void> {
  if (!(await desk.cases.reopen(incident))) return;
  desk.toasts.say(language.pick(caseWords).reopened(language.words.incidents.number(String(incident.no))));
  desk.showIncident(incident);
}

/** Other deadlines for the cases of the town that is shown. */
export async function changeDeadlines(desk: Desk, body: CaseDeadlinesBody): Promise<boolean> {
  const town = desk.town.shown;
  if (town === null) return false;
  try {
    desk.town.deadlines = await saveDeadlines(desk.api.rest, town.id, body);
    desk.toasts.say(language.pick(latenessWords).saved);
    return true;
  } catch (error) {
    desk.toasts.fail(refusalText(error));
    return false;
  }
}

/** The running assignment whose rest the keys give away: the case's, else that of the selected vehicle. */
export function handedOver(desk: Desk): LiveAssignment | null {
  if (!desk.mayDecide) return null;
  const selected = desk.selection?.assignment;
  const named = desk.shownIncident?.assignment ?? selected ?? desk.target?.assignment;
  return running(desk, named == null ? undefined : desk.assignments.get(named));
}

/** The assignment where its rest can be handed over now. */
export function running(desk: Desk, assignment: LiveAssignment | undefined): LiveAssignment | null {
  if (assignment === undefined || assignment.status !== 'running' || !desk.mayDecide) return null;
  const left = assignment.planned_m - assignment.excused_m - assignment.covered_m > 0.005;
  return left && Date.parse(assignment.from) < desk.clock.now_ms ? assignment : null;
}

/** Whose driver is written to: of the selected vehicle, else of the case's. */
const addressee = (desk: Desk): LiveVehicle | null =>
  desk.selectedVehicle ?? (desk.target === null ? null : (desk.vehicles.get(desk.target.vehicle) ?? null));

export function flipSound(desk: Desk): void {
  desk.chime.flip();
  const words = language.pick(caseWords);
  desk.toasts.say(desk.chime.on ? words.soundOnSaid : words.soundOffSaid);
  desk.chime.ring();
}

export async function flipNotices(desk: Desk): Promise<void> {
  const words = language.pick(caseWords);
  const now = await desk.notices.flip();
  if (now === 'refused') desk.toasts.fail(words.noticesRefused);
  else desk.toasts.say(now === 'on' ? words.noticesOnSaid : words.noticesOffSaid);
}

async function copyLink(desk: Desk): Promise<void> {
  const words = language.pick(deskWords);
  if (await copyText(location.href)) desk.toasts.say(words.linkCopied);
  else desk.toasts.fail(words.linkFailed);
}
