import type { OpenProject } from '../../shared/needs/open-projects';

/** The open projects that ask for a contract: "contract:terms", or a version of it, "contract:terms-v2". */
export const usesUnder = (contract: string, projects: readonly OpenProject[]): OpenProject[] =>
  projects.filter(({ needs }) => needs.some((need) => need.replace(/-v\d+$/, '') === `contract:${contract}`));
