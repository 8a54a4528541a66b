import type { PackageSummary, Pipeline, Questions, TokenStatus } from '../interface'
import { build, buildOutput, buildTerms, chooseFolder, chooseOutput, viewOfFolder } from './build'
import { capped, rowsOf } from './rows'
import { compare, oldPackage } from './compare'
import { contentsOf } from './contents'
import { diffOf } from './diffs'
import { fault } from './faults'
import { history } from './history'
import { houseQuestions } from './house'
import { inspect, isOver } from './inspect'
import { networkQuestions } from './network'
import { readAddress, saveProject, startPractice } from './projects'
import { journeyQuestions } from './release'
import { measuringQuestions } from './release-measuring'
import { releaseById } from './release-world'
import { restoreQuestions } from './restore'
import { samples, verdictOf } from './samples'
import { trustQuestions } from './trust'
import { answerUpload, cancel, terms, upload } from './upload'
import { lookAt, watch, watched } from './watch'
import type { World } from './world'

/** Every command, answered from the scripted world. What is given away is a copy. */
export function questions(world: World): Questions {
  const dismissed = new Set<string>()

  const answers: Questions = {
    queryStart: async () => ({
      projects: world.projects,
      preferences: world.preferences,
      interrupted: world.interrupted.map((id) => world.job(id)),
      ledger_fault: world.ledgerFault,
      version: '0.1.0',
    }),
    actionOpenAgain: async () => {
      if (world.ledgerFault) throw world.ledgerFault
      return null
    },
    actionSetAside: async () => {
      world.write('history-set-aside', { params: { file_name: 'slipway.set-aside-20261120T132000Z.db' } })
      world.ledgerFault = null
      return null
    },
    queryPipeline: async (projectId) => pipeline(world, projectId, dismissed),
    actionLookAtSite: async (projectId, env) => {
      const { site } = world.environment(projectId, env)
      const look = lookAt(world, site ? 'as-expected' : 'unknown')
      world.looks.set(`${projectId}/${env}`, look)
      return look
    },

    queryJobs: async () =>
      [...world.jobs.values()].reverse().filter((job) => !dismissed.has(job.id)),
    queryJob: async (id) => world.job(id),
    actionCancelJob: async (id) => cancel(world, id),
    actionDismissJob: async (id) => {
      dismissed.add(id)
      world.interrupted = world.interrupted.filter((other) => other !== id)
      return null
    },

    queryAddress: async (text) => readAddress(text),
    actionSaveProject: async (draft) => saveProject(world, draft),
    actionRemoveProject: async (id) => {
      world.write('project-removed', { project: world.project(id) })
      world.projects = world.projects.filter((project) => project.id !== id)
      world.tokens.delete(id)
      return null
    },
    actionStartPractice: async () => startPractice(world),

    queryToken: async (projectId) => world.tokens.get(projectId) ?? noToken(world),
    actionSaveToken: async (projectId, token, keep) => {
      if (keep === 'in-keychain' && world.plot.keychain !== 'open') {
        throw fault(`keychain-${world.plot.keychain}`)
      }
      const status: TokenStatus = {
        state: keep === 'in-keychain' ? 'saved' : 'this-session',
        last4: token.slice(-4),
        saved_at: world.clock.moment(),
      }
      world.tokens.set(projectId, status)
      world.write('token-saved', {
        project: world.project(projectId),
        params: { kept: keep === 'in-keychain' ? 'keychain' : 'session' },
      })
      return status
    },
    actionForgetToken: async (projectId) => {
      world.tokens.delete(projectId)
      world.write('token-forgotten', { project: world.project(projectId) })
      return noToken(world)
    },

    actionChoosePackage: async () => {
      const { files } = world.plot
      const name = files.length > 1 ? files.shift()! : files[0]
      if (!name) return null
      const sample = samples[name]
      const handle = world.random.id()
      world.handles.set(handle, sample)
      return { handle, file_name: sample.fileName, size: sample.facts.size }
    },
    jobInspect: async (handle) => inspect(world, handle),
    queryPackages: async () =>
      [...world.packages.values()]
        .sort((a, b) => b.inspectedAt.localeCompare(a.inspectedAt))
        .map(({ id, sample, inspectedAt, hashed }): PackageSummary => ({
          id,
          file_name: sample.fileName,
          sha256: hashed ? sample.sha256 : null,
          build_number: sample.facts.build_number,
          code_version: sample.facts.code_version?.value ?? null,
          size: sample.facts.size,
          verdict: verdictOf(sample.findings(null)),
          inspected_at: inspectedAt,
          placements: world.placements.filter((one) => one.sha256 === sample.sha256),
        })),
    queryPackage: async (id, projectId, env) =>
      world.view(
        world.package(id),
        projectId && env ? world.environment(projectId, env).kind : null,
        projectId && env ? world.lastIn(projectId, env) : null,
      ),
    actionForgetPackage: async (id) => {
      world.package(id)
      world.packages.delete(id)
      return null
    },
    actionRevealPackage: async (id) => {
      const { stillThere, sample } = world.package(id)
      if (!stillThere) throw fault('package-file-gone', { file: sample.fileName })
      return null
    },

    actionChooseFolder: async () => chooseFolder(world),
    queryFolder: async (handle, project, zeroDowntime) => viewOfFolder(world, handle, project, zeroDowntime),
    queryBuildTerms: async (choices) => buildTerms(world, choices),
    actionChooseOutput: async (fileName) => chooseOutput(world, fileName),
    jobBuild: async (order) => build(world, order),
    queryBuildOutput: async (jobId, after) => buildOutput(world, jobId, after),

    queryCompare: async (old, packageId) => {
      const view = compare(world, old, packageId)
      return { ...view, comparison: capped(view.comparison) }
    },
    queryComparedRows: async (old, packageId, wanted) => rowsOf(compare(world, old, packageId).comparison, wanted),
    actionStopReading: async () => null,
    queryObjectDiff: async (old, packageId, entry) => diffOf(compare(world, old, packageId).comparison, entry),
    queryContents: async (packageId) => {
      const { sample, stillThere } = world.package(packageId)
      if (!stillThere) throw fault('package-file-gone', { file: sample.fileName })
      return contentsOf(sample)
    },
    actionExportNote: async (old, packageId, format) => {
      oldPackage(world, old)
      const name = world.package(packageId).sample.fileName.replace(/\.zip$/, '')
      return `${name}-release-note.${format === 'html' ? 'html' : 'md'}`
    },

    queryUploadTerms: async (packageId, projectId, env) => terms(world, packageId, projectId, env),
    jobUpload: async (order) => upload(world, order),
    actionAnswerUpload: async (jobId, shows) => answerUpload(world, jobId, shows),
    jobWatch: async (uploadJobId) => watch(world, uploadJobId),
    queryWatch: async (jobId) => watched(world, jobId),
    actionTellDeployment: async (uploadJobId, live) => {
      const job = world.job(uploadJobId)
      world.placements = world.placements.map((one) =>
        live && one.sha256 === job.package && one.env === job.env ? { ...one, known_by: 'told' } : one,
      )
      world.write(live ? 'deployment-told-live' : 'deployment-told-not-live', {
        project: world.project(job.project_id!),
        env: job.env,
        sha256: job.package,
        params: {
          file_name: job.params['file_name'] ?? '',
          build_number: job.params['build_number'] ?? '',
        },
      })
      for (const other of [...world.jobs.values()]) {
        if (other.params['upload_job'] === uploadJobId) cancel(world, other.id)
      }
      return null
    },

    queryHistory: async (filter) => history(world, filter),
    actionExportHistory: async (filter, format) => {
      history(world, filter)
      world.write('history-exported')
      return `slipway-history-2026-11-20.${format}`
    },

    ...houseQuestions(world),
    ...networkQuestions(world),
    ...restoreQuestions(world),
    ...journeyQuestions(world),
    ...measuringQuestions(world, (id) => releaseById(world, id)),
    ...trustQuestions(world),

    actionSavePreferences: async (preferences) => {
      world.preferences = preferences
      return null
    },
    actionOpenPlace: async () => null,
    actionNotify: async () => null,
    actionQuit: async () => null,
  }
  return copying(answers)
}

/** Answers cross a process border in the real window: nobody gets the world's own objects. */
function copying(answers: Questions): Questions {
  const copied = Object.entries(answers).map(([name, answer]) => [
    name,
    async (...args: unknown[]) =>
      structuredClone(await (answer as (...given: unknown[]) => Promise<unknown>)(...args)),
  ])
  return Object.fromEntries(copied) as Questions
}

function pipeline(world: World, projectId: string, dismissed: Set<string>): Pipeline {
  const project = world.project(projectId)
  return {
    project,
    token: world.tokens.get(projectId) ?? noToken(world),
    cards: project.environments.map((environment) => ({
      environment,
      placement:
        world.placements.find((one) => one.project_id === projectId && one.env === environment.key) ??
        null,
      jobs: [...world.jobs.values()].filter(
        (job) =>
          job.project_id === projectId &&
          job.env === environment.key &&
          !dismissed.has(job.id) &&
          (!isOver(world, job.id) || ['failed', 'interrupted'].includes(job.state.state)),
      ),
      last_look: world.looks.get(`${projectId}/${environment.key}`) ?? null,
    })),
  }
}

function noToken(world: World): TokenStatus {
  const { keychain } = world.plot
  return { state: keychain === 'open' ? 'none' : keychain, last4: null, saved_at: null }
}
