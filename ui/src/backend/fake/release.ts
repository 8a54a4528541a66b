import type { JourneyQuestions } from '../interface'
import { fault } from './faults'
import { hear } from './release-events'
import { usualTemplate } from './release-items'
import { newRelease, releaseById, releasesOf, rowOf, stageById, templateOf, viewOf } from './release-world'
import { upload } from './upload'
import type { World } from './world'

/** Questions about the way of a release, answered from the scripted world. */
export function journeyQuestions(world: World): JourneyQuestions {
  const releases = releasesOf(world)
  return {
    queryReleases: async (projectId) => {
      world.project(projectId)
      return [...releases.all.values()]
        .filter((one) => one.project_id === projectId)
        .map(({ id }) => rowOf(world, id))
        .sort((a, b) => b.started_at.localeCompare(a.started_at))
    },
    queryRelease: async (id) => viewOf(world, id),
    actionBeginRelease: async (projectId, purpose, name, packageId) => {
      if (!name.trim()) throw fault('release-name-missing')
      const release = newRelease(world, projectId, purpose, name.trim(), packageId)
      world.write('release-started', { project: world.project(projectId), params: { name: release.name } })
      return viewOf(world, release.id)
    },
    actionReleaseEvent: async (id, event) => {
      hear(world, releaseById(world, id), event)
      return viewOf(world, id)
    },
    actionAttachFile: async (id, stage, itemId) => {
      const item = stageById(releaseById(world, id), stage).items.find((one) => one.id === itemId)
      if (!item) throw fault('release-item-not-found')
      item.evidence.push({ kind: 'file', name: 'test-report.pdf', sha256: world.random.hex(64), bytes: 218_004 })
      return viewOf(world, id)
    },
    queryTemplate: async (projectId) => templateOf(world, projectId),
    actionSaveTemplate: async (projectId, template) => {
      world.project(projectId)
      if (template.stages.length === 0) releases.templates.delete(projectId)
      else releases.templates.set(projectId, structuredClone(template))
      return templateOf(world, projectId) ?? usualTemplate()
    },
    jobReleaseUpload: async (id, stageId, order) => {
      const release = releaseById(world, id)
      const stage = stageById(release, stageId)
      if (!stage.decision?.go) throw fault('release-no-go')
      if (world.package(order.package_id).sample.sha256 !== release.package?.sha256) throw fault('release-other-package')
      const job = upload(world, order)
      const emergency = world.environment(order.project_id, order.env).kind !== 'qa'
      stage.presses.push({
        id: world.random.id(),
        how: emergency ? 'emergency' : 'upload',
        at: world.clock.moment(),
        by: world.preferences.person,
        due: null,
        cancelled_at: null,
        upload_job: job.id,
        outcome: null,
      })
      return job
    },
    actionExportReview: async (id, stageId, format) => {
      const { env } = stageById(releaseById(world, id), stageId)
      return `review-${env ?? 'development'}-2026-11-20.${format === 'html' ? 'html' : 'md'}`
    },
  }
}
