import type { Route } from '../http/route.ts';
import { actRoutes } from './acts.ts';
import { assignmentRoutes } from './assignments.ts';
import { attachmentRoutes } from './attachments.ts';
import { auditRoutes } from './audit.ts';
import { claimAnswerRoutes } from './claim-answers.ts';
import { claimDocumentRoutes } from './claim-documents.ts';
import { claimIssueRoutes } from './claim-issue.ts';
import { claimRoutes } from './claims.ts';
import { caseDeadlineRoutes } from './case-deadlines.ts';
import { commandRoutes } from './commands.ts';
import { contractorRoutes } from './contractors.ts';
import { contractRoutes } from './contracts.ts';
import { deviceRoutes } from './devices.ts';
import { deviceEvidenceRoutes } from './device-evidence.ts';
import { evidenceRoutes } from './evidence.ts';
import { fulfilmentRoutes } from './fulfilment.ts';
import { excuseRoutes } from './excuses.ts';
import { handoverRoutes } from './handover.ts';
import { incidentRoutes } from './incidents.ts';
import { municipalityRoutes } from './municipalities.ts';
import { networkRoutes } from './network.ts';
import { recomputeRoutes } from './recompute.ts';
import { replayRoutes } from './replay.ts';
import { revisionRoutes } from './revisions.ts';
import { planFactRoutes } from './plan-fact.ts';
import { noticeRoutes } from './notices.ts';
import { routePlanRoutes } from './plans.ts';
import { routeTableRoutes } from './route-tables.ts';
import { routeVersionRoutes } from './route-versions.ts';
import { scheduleRoutes } from './schedules.ts';
import { serviceRoutes } from './service.ts';
import { sessionRoutes } from './session.ts';
import { settingsRoutes } from './settings.ts';
import { userRoutes } from './users.ts';
import { vehicleRoutes } from './vehicles.ts';
import { weekRoutes } from './week.ts';

/** Every request of the API: the router, the rights and the OpenAPI document are made of this list. */
export const ROUTES: readonly Route[] = [
  ...sessionRoutes,
  ...municipalityRoutes,
  ...networkRoutes,
  ...userRoutes,
  ...contractorRoutes,
  ...vehicleRoutes,
  ...deviceRoutes,
  ...deviceEvidenceRoutes,
  ...commandRoutes,
  ...routePlanRoutes,
  ...routeVersionRoutes,
  ...routeTableRoutes,
  ...assignmentRoutes,
  ...scheduleRoutes,
  ...weekRoutes,
  ...planFactRoutes,
  ...handoverRoutes,
  ...revisionRoutes,
  ...excuseRoutes,
  ...attachmentRoutes,
  ...recomputeRoutes,
  ...serviceRoutes,
  ...replayRoutes,
  ...fulfilmentRoutes,
  ...incidentRoutes,
  ...contractRoutes,
  ...actRoutes,
  ...claimRoutes,
  ...claimIssueRoutes,
  ...claimAnswerRoutes,
  ...claimDocumentRoutes,
  ...noticeRoutes,
  ...evidenceRoutes,
  ...caseDeadlineRoutes,
  ...auditRoutes,
  ...settingsRoutes,
];
