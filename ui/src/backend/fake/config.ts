import type { ConfigExplanation, RestoreMode, TypeEffect } from '../interface'

/** What a usual `repository.config` of the second version means, in that mode. */
export function config(mode: RestoreMode): ConfigExplanation {
  const effect = (name: string, objects: number, content_items = false): TypeEffect => ({
    name,
    content_items,
    objects,
    creates: objects > 0,
    updates: objects > 0 && mode !== 'create',
    deletes: mode === 'full',
  })
  return {
    generation: 2,
    mode,
    object_types: {
      rule: 'listed',
      included: ['cms.contenttype', 'cms.formclass', 'cms.form', 'cms.settingskey', 'cms.channel', 'cms.taxonomy'],
      excluded: ['cms.user'],
      more: 0,
    },
    content_types: { rule: 'listed', included: ['DancingGoat.HomePage', 'DancingGoat.Coffee'], excluded: [], more: 0 },
    filters: [{ object_type: 'cms.settingskey', included: [], excluded: ['CMSInstanceID'], more: 0 }],
    content_item_filter: null,
    effects: [
      effect('cms.settingskey', 312),
      effect('DancingGoat.Coffee', 96, true),
      effect('cms.contenttype', 48),
      effect('cms.formclass', 11),
      effect('DancingGoat.HomePage', 1, true),
      ...(mode === 'full' ? [effect('cms.taxonomy', 0)] : []),
    ],
    left_out: 635,
  }
}
