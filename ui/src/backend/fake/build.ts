import type {
  BuildChoices,
  BuildOrder,
  BuildOutput,
  BuildStep,
  BuildTerms,
  ChosenFolder,
  ChosenOutput,
  CommandLine,
  FolderView,
  Job,
  MissingPart,
  OutputLine,
} from '../interface'
import { facts } from './facts'
import { fault } from './faults'
import { finding, place } from './findings'
import { type FolderName, type FolderSample, folders, folderView, meant } from './folders'
import { isOver } from './inspect'
import { type Sample, samples, verdictOf } from './samples'
import type { World } from './world'

/** How builds end in this story. */
export type BuildPlot =
  | { goes: 'well' }
  /** It ends with this fault in this step. */
  | { goes: 'wrong'; code: string; step: BuildStep; params?: Record<string, string> }
  /** The package is made and the checks have something to say. */
  | { goes: 'with-warnings' }

/** What a world keeps of folders and builds. */
class Builds {
  readonly folders = new Map<string, FolderSample>()
  readonly outputs = new Map<string, ChosenOutput>()
  readonly lines = new Map<string, OutputLine[]>()
  readonly commands = new Map<string, CommandLine[]>()
  readonly findings = new Map<string, BuildTerms['findings']>()
}

const kept = new WeakMap<World, Builds>()

function buildsOf(world: World): Builds {
  let builds = kept.get(world)
  if (!builds) kept.set(world, (builds = new Builds()))
  return builds
}

const MB = 1_000_000
const TICK = 150
/** Bytes a second two processors pack. */
const PACE = 90 * MB
const FILES = 7_512
const BYTES = 603 * MB

/** Takes a folder in, as the dialog and a drop do. */
export function takeInFolder(world: World, name: FolderName): ChosenFolder {
  const sample = folders[name]
  const handle = world.random.id()
  buildsOf(world).folders.set(handle, sample)
  return { handle, name: sample.name }
}

function folderOf(world: World, handle: string): FolderSample {
  const sample = buildsOf(world).folders.get(handle)
  if (!sample) throw fault('folder-unreadable', { folder: '' })
  return sample
}

export function chooseFolder(world: World): ChosenFolder | null {
  const { folders: names } = world.plot
  const name = names.length > 1 ? names.shift()! : names[0]
  return name ? takeInFolder(world, name) : null
}

export function viewOfFolder(
  world: World,
  handle: string,
  project: string | null,
  zeroDowntime: boolean,
): FolderView {
  const sample = meant(folderOf(world, handle), project)
  const packages = sample.picture.packages.map((name) => {
    const known = Object.values(samples).find((one) => one.fileName === name) ?? samples.ready
    const id = world.random.id()
    world.handles.set(id, known)
    return { handle: id, file_name: name, size: known.facts.size }
  })
  return folderView(sample, handle, zeroDowntime, packages)
}

export function chooseOutput(world: World, fileName: string): ChosenOutput | null {
  const { savesAt } = world.plot
  if (savesAt === null) return null
  const output = { handle: world.random.id(), file_name: fileName, folder: savesAt }
  buildsOf(world).outputs.set(output.handle, output)
  return output
}

export function buildTerms(world: World, choices: BuildChoices): BuildTerms {
  const { picture } = folderOf(world, choices.folder)
  const publish = choices.publish.from === 'chosen' ? partIn(world, choices.publish.folder, 'publish') : picture.publish
  const repository =
    choices.repository.from === 'chosen' ? partIn(world, choices.repository.folder, 'repository') : picture.repository
  const runs = choices.publish.from === 'run' || choices.repository.from === 'run'
  const project =
    [picture.project, ...picture.other_projects].find((one) => one?.path === choices.project) ?? picture.project
  const assembly = choices.assembly ?? (publish && 'assembly' in publish ? publish.assembly : (project?.assembly ?? null))
  const missing: MissingPart[] = []
  if (runs && picture.sdk.state !== 'found') missing.push('sdk')
  if (choices.publish.from !== 'run' && !publish) missing.push('publish')
  if (choices.repository.from !== 'run' && !repository) missing.push('repository')
  const stamp = new Date(world.clock.now()).toISOString().replace(/[-T:]/g, '').slice(0, 12)
  const published = choices.publish.from !== 'run'
  const build = published ? '1.0.0-202611200812+9b6a1cd775741be89162eaf04f1895f8d33e26a1' : null
  const findings = world.plot.blocked && published ? [refusedFinding()] : []
  return {
    confirmation_id: world.random.id(),
    assembly,
    assemblies: publish && 'assembly' in publish && published ? [publish.assembly, ...publish.other_assemblies] : [],
    build_number: build,
    file_name: `${assembly ?? 'DeploymentPackage'}-1.0.0-${published ? '202611200812' : stamp}.zip`,
    commands: commands(choices, project?.path ?? ''),
    runs_project_code: choices.repository.from === 'run',
    missing,
    findings,
    verdict: verdictOf(findings),
    files: FILES - (published ? 0 : 311),
    bytes: BYTES - (published ? 0 : 118 * MB),
    under_way: underWay(world),
  }
}

const refusedFinding = () =>
  finding('repository-empty', 'blocker', 'developer', {}, [place('$CDRepository')])

function partIn(world: World, handle: string, part: 'publish' | 'repository') {
  return folderOf(world, handle).picture[part]
}

function underWay(world: World): Job | null {
  return [...world.jobs.values()].find((job) => job.kind === 'build' && !isOver(world, job.id)) ?? null
}

function commands(choices: BuildChoices, path: string): CommandLine[] {
  const folder = path.split('/').slice(0, -1).join('/') || '.'
  const stores = choices.repository.from === 'run'
  const suffix = choices.keep_product_version ? '' : ' --version-suffix 202611201320'
  return [
    ...(stores
      ? [
          { step: 'build-project' as const, text: 'dotnet build --nologo', folder, writes: ['bin', 'obj'] },
          {
            step: 'store-repository' as const,
            text: "dotnet run --no-build -- --kxp-cd-store --repository-path './$CDRepository'",
            folder,
            writes: ['$CDRepository'],
          },
        ]
      : []),
    ...(choices.publish.from === 'run'
      ? [
          {
            step: 'publish' as const,
            text: `dotnet publish --nologo -c Release -o /home/jana/.cache/slipway/build-7f21/publish${suffix}`,
            folder,
            writes: ['bin', 'obj'],
          },
        ]
      : []),
  ]
}

/** Orders a build; the same confirmation gives the same job. */
export function build(world: World, order: BuildOrder): Job {
  const known = world.orders.get(order.confirmation_id)
  if (known) return world.job(known)
  const output = buildsOf(world).outputs.get(order.output)
  if (!output) throw fault('folder-unreadable', { folder: '' })
  const terms = buildTerms(world, order.choices)
  if (terms.under_way) throw fault('build-under-way')
  if (terms.missing.length > 0) throw fault('build-parts-missing', { count: String(terms.missing.length) })
  const job = world.start({
    kind: 'build',
    phase: phaseOf[terms.commands[0]?.step ?? 'pack'],
    params: {
      file_name: output.file_name,
      folder_name: folderOf(world, order.choices.folder).name,
      assembly: terms.assembly ?? '',
      lines: '0',
    },
  })
  world.orders.set(order.confirmation_id, job.id)
  buildsOf(world).commands.set(job.id, [])
  buildsOf(world).lines.set(job.id, [])
  run(world, job.id, terms, order, output)
  return job
}

const phaseOf: Record<BuildStep, string> = {
  'build-project': 'building-project',
  'store-repository': 'storing',
  publish: 'publishing',
  pack: 'packing',
  prove: 'proving',
}

/** Runs what is left of the commands, one after the other, then packs. */
function run(world: World, id: string, terms: BuildTerms, order: BuildOrder, output: ChosenOutput): void {
  const left = [...terms.commands]
  const next = () => {
    if (isOver(world, id)) return
    const command = left.shift()
    if (!command) return pack(world, id, order, output)
    const { lines, commands: told } = buildsOf(world)
    told.get(id)!.push(command)
    world.change(id, { phase: phaseOf[command.step], params: { ...paramsOf(world, id), command: command.text } })
    const script = linesOf(command.step)
    let at = 0
    const stop = world.clock.every(TICK, () => {
      if (isOver(world, id)) return stop()
      if (ends(world, id, command.step, at > script.length / 2)) return stop()
      for (const text of script.slice(at, at + 2)) {
        const all = lines.get(id)!
        all.push({ number: all.length + 1, step: command.step, stream: /warning|error/.test(text) ? 'err' : 'out', text })
      }
      at += 2
      world.change(id, { params: { ...paramsOf(world, id), lines: String(lines.get(id)!.length) } })
      if (at < script.length) return
      stop()
      next()
    })
  }
  next()
}

/** Ends the job where the story says so. */
function ends(world: World, id: string, step: BuildStep, now: boolean): boolean {
  const { build: plot } = world.plot
  if (plot.goes !== 'wrong' || plot.step !== step || !now) return false
  if (plot.code === 'build-refused') buildsOf(world).findings.set(id, [refusedFinding()])
  const params = { file: '$CDRepository/@global/cms.contentitem/coffee.xml', folder: '/home/jana/builds', count: '1', ...plot.params }
  world.end(id, { state: 'failed', fault: fault(plot.code, params) })
  return true
}

function pack(world: World, id: string, order: BuildOrder, output: ChosenOutput): void {
  world.change(id, { phase: 'packing', total: BYTES, done: 0 })
  const reuses = order.choices.reuse !== null
  const pace = reuses ? PACE * 6 : PACE
  const began = world.clock.now()
  const stop = world.clock.every(TICK, () => {
    if (isOver(world, id)) return stop()
    const job = world.job(id)
    const done = Math.min(BYTES, job.done + Math.round((pace * TICK * world.random.between(0.8, 1.2)) / 1000))
    if (ends(world, id, 'pack', done > BYTES * 0.4)) return stop()
    const files = Math.floor((done / BYTES) * FILES)
    const age = world.clock.now() - began
    world.change(id, {
      done,
      speed: age > 1_500 ? Math.round(pace) : null,
      eta_s: age > 3_000 && done < BYTES ? Math.ceil((BYTES - done) / pace) : null,
      params: {
        ...paramsOf(world, id),
        current: `$CDRepository/@global/contentitemdata.dancinggoat.coffee/ethiopia-yirgacheffe-${files}.xml`,
        files_done: String(files),
        files_total: String(FILES),
      },
    })
    if (done < BYTES) return
    stop()
    prove(world, id, order, output)
  })
}

function prove(world: World, id: string, order: BuildOrder, output: ChosenOutput): void {
  const sample = packageOf(world, output)
  const { current: _, ...params } = paramsOf(world, id)
  world.change(id, { phase: 'proving', done: 0, total: sample.facts.size, params, speed: null, eta_s: null })
  world.clock.after(1_600, () => {
    if (isOver(world, id) || ends(world, id, 'prove', true)) return
    const pack = world.keep(sample)
    world.write('package-built', {
      sha256: sample.sha256,
      params: { file_name: output.file_name, build_number: sample.facts.build_number ?? '' },
    })
    const reused = order.choices.reuse === null ? 0 : 7_437
    world.end(
      id,
      { state: 'succeeded' },
      {
        package: sample.sha256,
        done: sample.facts.size,
        params: {
          ...params,
          package_id: pack.id,
          build_number: sample.facts.build_number ?? '',
          reused: String(reused),
          deflated: String(Math.max(0, 6_904 - reused)),
          stored: String(reused ? 75 : 608),
          reused_bytes: String(reused ? 180 * MB : 0),
        },
      },
    )
  })
}

function packageOf(world: World, output: ChosenOutput): Sample {
  const from = world.plot.build.goes === 'with-warnings' ? samples.warnings : samples.ready
  const build = /-(1\.0\.0-\d{12})\.zip$/.exec(output.file_name)?.[1] ?? '1.0.0'
  return {
    ...from,
    fileName: output.file_name,
    folder: output.folder,
    sha256: world.random.hex(64),
    facts: facts({ ...from.facts, build_number: `${build}+9b6a1cd775741be89162eaf04f1895f8d33e26a1`, size: 212 * MB, uncompressed: BYTES, entries: FILES }),
  }
}

export function buildOutput(world: World, jobId: string, after: number): BuildOutput {
  const { lines, commands: told, findings } = buildsOf(world)
  return {
    lines: (lines.get(jobId) ?? []).filter((line) => line.number > after).slice(0, 1_000),
    dropped: 0,
    commands: told.get(jobId) ?? [],
    findings: findings.get(jobId) ?? [],
  }
}

function paramsOf(world: World, id: string): Record<string, string> {
  return world.job(id).params as Record<string, string>
}

function linesOf(step: BuildStep): string[] {
  switch (step) {
    case 'build-project':
      return [
        '  Determining projects to restore...',
        '  Restored /home/jana/projects/dancing-goat/src/DancingGoat/DancingGoat.csproj (in 1.84 sec).',
        ...Array.from({ length: 24 }, (_, at) => `  DancingGoat.Module${at + 1} -> bin/Debug/net10.0/DancingGoat.Module${at + 1}.dll`),
        'Controllers/CartController.cs(48,17): warning CS8602: Dereference of a possibly null reference.',
        'Build succeeded.',
      ]
    case 'store-repository':
      return Array.from({ length: 120 }, (_, at) => `Storing objects of type ${at % 3 ? 'cms.contentitem' : 'cms.webpageitem'}: ${(at + 1) * 75} of 9057`)
    default:
      return [
        '  Determining projects to restore...',
        '  All projects are up-to-date for restore.',
        ...Array.from({ length: 60 }, (_, at) => `  DancingGoat.Part${at + 1} -> obj/Release/net10.0/DancingGoat.Part${at + 1}.dll`),
        '  DancingGoat -> bin/Release/net10.0/DancingGoat.dll',
        '  DancingGoat -> /home/jana/.cache/slipway/build-7f21/publish/',
      ]
  }
}
