/** The rules of the family `structure`, in the order in which they are listed everywhere. */
import type { Rule } from "../rule.ts";
import { closurePlan } from "./closure-plan.ts";
import { conflictingField } from "./conflicting-field.ts";
import { emptySection } from "./empty-section.ts";
import { fieldValue } from "./field-value.ts";
import { idForm } from "./id-form.ts";
import { idMatchesFile } from "./id-matches-file.ts";
import { placeholder } from "./placeholder.ts";
import { requiredField } from "./required-field.ts";
import { requiredSection } from "./required-section.ts";
import { scopePaths } from "./scope-paths.ts";
import { stub } from "./stub.ts";
import { title } from "./title.ts";

export const structureRules: readonly Rule[] = [
  title,
  idForm,
  idMatchesFile,
  requiredSection,
  requiredField,
  fieldValue,
  conflictingField,
  emptySection,
  placeholder,
  scopePaths,
  closurePlan,
  stub,
];
