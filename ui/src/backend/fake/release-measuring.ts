import type { MeasuringQuestions, Release } from '../interface'
import { acknowledge, type Followed, monitorView, startBaseline, startMonitor } from './release-monitor'
import { forgetLogs, papersOf, readLogs, takeInLogs } from './release-papers'
import { probesOf, saveProbes, sitesOf, startSmoke } from './release-probes'
import { lookAtDomains, measureParity, parityOf } from './release-sites'
import { fault } from './faults'
import type { World } from './world'

/** What is measured of releases and written about them, answered from the scripted world. */
export function measuringQuestions(world: World, releaseOf: (id: string) => Release): MeasuringQuestions {
  const follow = (id: string, stage: string): Followed => followed(releaseOf(id), stage)
  return {
    queryProbes: async (projectId) => probesOf(world, projectId),
    actionSaveProbes: async (projectId, probes) => saveProbes(world, projectId, probes),
    actionProbePassword: async (_, probeId, password) => {
      const { passwords } = sitesOf(world)
      if (password === null) passwords.delete(probeId)
      else passwords.add(probeId)
      return passwords.has(probeId)
    },
    jobSmoke: async (projectId, env, releaseId) => startSmoke(world, projectId, env, releaseId),
    querySmoke: async (projectId, env) => sitesOf(world).smokes.get(`${projectId}/${env}`) ?? null,
    actionMeasureParity: async (projectId, left, right) => measureParity(world, projectId, left, right),
    queryParity: async (projectId, left, right) => parityOf(world, projectId, left, right),
    jobBaseline: async (releaseId, stage) => startBaseline(world, follow(releaseId, stage)),
    jobMonitor: async (releaseId, stage) => startMonitor(world, follow(releaseId, stage)),
    queryMonitor: async (jobId) => monitorView(world, jobId),
    actionAcknowledge: async (jobId, triggerId) => acknowledge(world, jobId, triggerId),
    actionShowWindow: async () => null,
    queryDomains: async (projectId) => sitesOf(world).domains.get(projectId) ?? null,
    actionLookAtDomains: async (projectId, domains) => {
      sitesOf(world).domains.set(projectId, domains)
      return lookAtDomains(world, domains)
    },
    actionSaveMetrics: async (_, appId, key) => appId !== null && key !== null,
    actionChooseLogs: async () => takeInLogs(world),
    actionReadLogs: async (releaseId, stage, handle) => readLogs(world, releaseId, stage, handle),
    queryLogs: async (releaseId) => papersOf(world).logs.get(releaseId) ?? [],
    actionForgetLogs: async (releaseId, id) => forgetLogs(world, releaseId, id),
    actionExportRelease: async (releaseId) => `${releaseOf(releaseId).name}-release-report.html`,
    queryFigures: async () => papersOf(world).figures,
  }
}

/** What a watch of a stage looks at; the monitoring of an environment is that of its deployment. */
export function followed(release: Release, stage: string): Followed {
  const env = release.stages.find((one) => one.id === stage)?.env
  if (!env) throw fault('release-stage-not-found')
  return {
    release_id: release.id,
    stage,
    project_id: release.project_id,
    env,
    sha256: release.package?.sha256 ?? null,
    triggers: release.triggers,
  }
}
