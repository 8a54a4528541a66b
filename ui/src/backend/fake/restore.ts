import type { Choices, Job, LinkNote, LinkView, LinksTaken, RestoreEvent, RestoreQuestions } from '../interface'
import { fault } from './faults'
import { isOver } from './inspect'
import { readLinks } from './restore-links'
import { databases, level } from './restore-samples'
import { limitJob, pause, reportPage, resume, startTransfer } from './restore-transfer'
import { newRestore, openCollisions, restoreById, restoresOf, rowOf, viewOf } from './restore-world'
import { stopWatchingRestored, watchRestored } from './restore-watch'
import type { World } from './world'

/** Every command of custom restores, answered from the scripted world. */
export function restoreQuestions(world: World): RestoreQuestions {
  const restores = restoresOf(world)
  return {
    queryRestores: async (projectId) =>
      [...restores.all.values()]
        .filter(({ session }) => session.project_id === projectId)
        .map(({ session }) => rowOf(world, session.id))
        .reverse(),
    queryRestore: async (id) => viewOf(world, id),
    actionBeginRestore: async (projectId, target) => {
      const open = [...restores.all.values()].some(({ session }) => session.project_id === projectId && !session.closed)
      if (open) throw fault('restore-open-already')
      const { session } = newRestore(world, projectId, target)
      world.write('restore-started', { project: world.project(projectId), env: target })
      return viewOf(world, session.id)
    },
    actionRestoreEvent: async (id, event) => {
      hear(world, id, event)
      return viewOf(world, id)
    },
    actionTakeLinks: async (id, text, swap) => take(world, id, text, swap),
    actionNameLinks: async (id, asked, database) => {
      const restore = restoreById(world, id)
      const pair = restore.asked
      if (!pair || pair.id !== asked) throw fault('restore-changed-meanwhile')
      const [one, other] = database === 'first' ? [pair.first, pair.second] : [pair.second, pair.first]
      keepLinks(world, id, one, other)
      return viewOf(world, id)
    },
    actionForgetLinks: async (id) => {
      restoreById(world, id).links = { database: null, storage: null }
      return viewOf(world, id)
    },
    actionChooseDatabase: async () => {
      const { databases: names } = restores.plot
      return takeInDatabase(world, names.length > 1 ? names.shift()! : names[0]!)
    },
    actionChooseFilesZip: async () => ({ handle: world.random.id(), file_name: 'storage-and-files.zip', size: 8_100_000_000 }),
    jobWatchRestore: async (id) => watchRestored(world, id),
    jobCheckDatabase: async (id, handle) => checkDatabase(world, id, handle),
    jobLookStorage: async (id, handle, choices) => lookStorage(world, id, handle, choices),
    queryStorageLevel: async (id, path, after) => level(restoreById(world, id).storage?.name ?? 'assets', path, after),
    queryNameChanges: async (id, after) => {
      const total = viewOf(world, id).storage?.check.facts.renamed ?? 0
      const changes = Array.from({ length: Math.min(500, Math.max(0, total - after)) }, (_, index) => ({
        from: `assets/media/Banner-${String(after + index + 1).padStart(4, '0')}.JPG`,
        to: `banner-${String(after + index + 1).padStart(4, '0')}.jpg`,
      }))
      return { changes, total }
    },
    queryCollisions: async (id) => {
      const { storage } = restoreById(world, id)
      return storage?.name === 'collisions' ? openCollisions(storage.choices) : []
    },
    actionTargetVersion: async (id, version) => {
      restoreById(world, id).targetVersion = version
      return viewOf(world, id)
    },
    actionStorageLimit: async (id, bytes) => {
      restoreById(world, id).limit = bytes
      return viewOf(world, id)
    },
    actionLookAtContainers: async (id) => {
      restoreById(world, id).there = restores.plot.there
      return viewOf(world, id)
    },
    jobTransfer: async (id, order) => startTransfer(world, id, order.limit),
    actionPauseJob: async (jobId) => pause(world, jobId),
    actionResumeJob: async (jobId) => resume(world, jobId),
    actionLimitJob: async (jobId, bytes) => limitJob(world, jobId, bytes),
    queryTransferReport: async (id, after) => reportPage(restoreById(world, id), after),
    actionExportReport: async (_, format) => `restore-report-2026-11-20.${format}`,
    jobCopyFrom: async (id, text) => {
      const host = /https:\/\/([^/\s"']+)/.exec(text)?.[1]
      if (!host) throw fault('link-not-found')
      return startTransfer(world, id, null, host)
    },
    actionOpenRestorePage: async () => null,
  }
}

export function takeInDatabase(world: World, name: keyof typeof databases) {
  const handle = world.random.id()
  restoresOf(world).files.set(handle, name)
  const { facts } = databases[name]
  return { handle, file_name: facts.file_name, size: facts.size }
}

function hear(world: World, id: string, event: RestoreEvent): void {
  const restore = restoreById(world, id)
  const { session } = restore
  const at = world.clock.moment()
  const { person } = world.preferences
  if (session.closed) throw fault('restore-closed')
  switch (event.event) {
    case 'restore-point-made':
      session.restore_point = { kind: 'made', name: event.name, made_at: event.made_at, person }
      break
    case 'restore-point-waived':
      session.restore_point = { kind: 'waived', person, reason: event.reason }
      break
    case 'session-created':
      if (Date.parse(event.at) > world.clock.now() + 300_000) throw fault('restore-time-ahead')
      session.created_at = event.at
      break
    case 'restore-pressed': {
      if (session.transfer.state !== 'done') throw fault('restore-step-first', { step: 'transfer' })
      const before = session.presses.find((one) => one.outcome === null || one.env === event.env)
      if (before && !event.again) {
        throw fault('restore-pressed-already', {
          environment: world.environment(session.project_id, before.env).name,
          at: before.at,
        })
      }
      session.presses.push({ env: event.env, at, person, outcome: null })
      watchRestored(world, id)
      break
    }
    case 'restore-seen':
      for (const one of session.presses) {
        if (one.env === event.env && !one.outcome) one.outcome = { at, works: event.works }
      }
      stopWatchingRestored(world, id)
      break
    case 'closed':
      if (session.presses.some((one) => !one.outcome)) throw fault('restore-under-way', { environment: 'QA' })
      session.closed = { at, given_up: session.presses.length === 0 }
      restore.links = { database: null, storage: null }
      break
    case 'access-revoked':
      if (!session.access) throw fault('restore-step-first', { step: 'get-access' })
      session.access.revoked_at ??= at
      restore.links = { database: null, storage: null }
  }
  // Some events are called in the history by what they are about.
  const called = event.event.startsWith('restore-') ? event.event : `restore-${event.event}`
  world.write(called, {
    project: world.project(session.project_id),
    env: session.target,
  })
}

function take(world: World, id: string, text: string, swap: boolean): LinksTaken {
  const restore = restoreById(world, id)
  if (text.trim() === '' && swap && restore.links.database && restore.links.storage) {
    keepLinks(world, id, restore.links.storage, restore.links.database)
    return { outcome: 'taken', view: viewOf(world, id) }
  }
  const read = readLinks(text, world.clock.now())
  if ('outcome' in read) return read
  if (read.database === null) {
    restore.asked = { id: world.random.id(), first: read.first, second: read.second }
    return { outcome: 'ask-which', first: read.first, second: read.second, id: restore.asked.id }
  }
  const first = (read.database === 'first') !== swap
  const [database, storage] = first ? [read.first, read.second] : [read.second, read.first]
  const before = restore.session.access
  if (before && restore.session.transfer.state !== 'not-yet' && before.database.container !== database.container) {
    throw fault('restore-other-container')
  }
  keepLinks(world, id, database, storage)
  if (restore.transferJob && !isOver(world, restore.transferJob)) {
    restoresOf(world).plot.network = 'fine'
    resume(world, restore.transferJob)
  }
  return { outcome: 'taken', view: viewOf(world, id) }
}

export function keepLinks(world: World, id: string, database: LinkView, storage: LinkView): void {
  const restore = restoreById(world, id)
  const note = (link: LinkView): LinkNote => ({
    host: link.host,
    container: link.container,
    expires: link.expires,
    addresses: link.addresses,
    rights: link.allows.map((right) => right[0]).join(''),
  })
  restore.links = { database, storage }
  restore.session.access = {
    at: world.clock.moment(),
    database: note(database),
    storage: note(storage),
    revoked_at: null,
  }
}

function checkDatabase(world: World, id: string, handle: string): Job {
  const restore = restoreById(world, id)
  const name = restoresOf(world).files.get(handle)
  if (!name) throw fault('file-unreadable', { file: '' })
  const { facts, verdict } = databases[name]
  const job = world.start({
    kind: 'check-database',
    project_id: restore.session.project_id,
    env: restore.session.target,
    phase: 'reading',
    total: facts.size,
    params: { restore_id: id, file_name: facts.file_name },
  })
  const stop = world.clock.every(200, () => {
    if (isOver(world, job.id)) return stop()
    const done = Math.min(facts.size, world.job(job.id).done + 180_000_000)
    const phase = done < facts.size / 2 ? 'reading' : 'counting'
    world.change(job.id, { done, phase, speed: 900_000_000 })
    if (done < facts.size) return
    stop()
    restore.database = { handle, name }
    const version = facts.version.state === 'read' ? facts.version.version : null
    restore.session.database = { file_name: facts.file_name, bytes: facts.size, version }
    world.end(job.id, { state: 'succeeded' }, { params: { ...job.params, verdict } })
  })
  return job
}

function lookStorage(world: World, id: string, handle: string, choices: Choices): Job {
  const restore = restoreById(world, id)
  const name = restoresOf(world).plot.storage
  const job = world.start({
    kind: 'look-storage',
    project_id: restore.session.project_id,
    env: restore.session.target,
    phase: 'looking',
    params: { restore_id: id },
  })
  world.clock.after(400, () => world.change(job.id, { done: 6_200 }))
  world.clock.after(900, () => {
    if (isOver(world, job.id)) return
    if (choices.limit !== null) restore.limit = choices.limit
    restore.storage = { handle, name, choices }
    const { facts } = viewOf(world, id).storage!.check
    restore.session.storage = { name: facts.name, files: facts.files, bytes: facts.bytes }
    world.end(job.id, { state: 'succeeded' }, { done: facts.files })
  })
  return job
}
