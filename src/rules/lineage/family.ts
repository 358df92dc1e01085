/** Rules about lineage: which packet follows which, what becomes of requirements, and what the companions say of it. */
import type { Rule } from "../rule.ts";
import { auditMissing } from "./audit-missing.ts";
import { baseId } from "./base-id.ts";
import { boardDuplicate } from "./board-duplicate.ts";
import { boardForm } from "./board-form.ts";
import { boardMissing } from "./board-missing.ts";
import { boardOrphan } from "./board-orphan.ts";
import { boardStatus } from "./board-status.ts";
import { cycle } from "./cycle.ts";
import { notActive } from "./not-active.ts";
import { priorUnknown } from "./prior-unknown.ts";
import { priorUnlisted } from "./prior-unlisted.ts";
import { registryBoard } from "./registry-board.ts";
import { registryDuplicate } from "./registry-duplicate.ts";
import { registryMissing } from "./registry-missing.ts";
import { registryTarget } from "./registry-target.ts";
import { requirementDropped } from "./requirement-dropped.ts";
import { specAnchor } from "./spec-anchor.ts";
import { specPointer } from "./spec-pointer.ts";
import { stubPromoted } from "./stub-promoted.ts";
import { versionFork } from "./version-fork.ts";
import { versionGap } from "./version-gap.ts";

export const lineageRules: readonly Rule[] = [
  baseId,
  versionGap,
  versionFork,
  auditMissing,
  priorUnlisted,
  priorUnknown,
  requirementDropped,
  cycle,
  registryMissing,
  registryTarget,
  registryDuplicate,
  registryBoard,
  boardForm,
  boardDuplicate,
  boardOrphan,
  boardMissing,
  boardStatus,
  stubPromoted,
  notActive,
  specPointer,
  specAnchor,
];
