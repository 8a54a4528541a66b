import type { Page } from '@playwright/test'
import { place, type Story } from './ship-story'

/** Opens the comparison of the package on top of the list with what an environment had last. */
export async function toCompare(page: Page, environment = 'QA'): Promise<void> {
  await toChoice(page)
  await page.getByRole('button', { name: `Last seen in ${environment}` }).click()
  await page.getByRole('region', { name: 'What is new' }).waitFor()
}

/** Opens the question what to compare the package on top of the list with. */
export async function toChoice(page: Page): Promise<void> {
  await toPackage(page)
  await page.getByRole('button', { name: 'Compare with…' }).click()
  await page.getByRole('heading', { name: 'What is new', level: 1 }).waitFor()
}

/** Opens the package on top of the list. */
export async function toPackage(page: Page): Promise<void> {
  await place(page, 'Packages')
  await page.locator('tbody .open').first().click()
  await page.getByRole('button', { name: 'Compare with…' }).waitFor()
}

/** Opens the n-th row of a part of the comparison. */
export async function openRow(page: Page, area: string, n = 0): Promise<void> {
  await page.locator(`#area-${area} tbody .open`).nth(n).click()
  await page.getByRole('dialog').waitFor()
}

/** The screens of comparing and of what a package is made of, each in the ways it can look. */
export const stories: Story[] = [
  { name: 'choice', scenario: 'inspected', then: toChoice },
  { name: 'release', scenario: 'inspected', then: (page) => toCompare(page) },
  { name: 'code', scenario: 'inspected', options: '&compare=code', then: (page) => toCompare(page) },
  { name: 'same', scenario: 'inspected', options: '&compare=nothing', then: (page) => toCompare(page) },
  { name: 'many', scenario: 'inspected', options: '&compare=many', then: (page) => toCompare(page) },
  {
    name: 'none-match',
    scenario: 'inspected',
    then: async (page) => {
      await toCompare(page)
      await page.getByRole('searchbox', { name: 'Search' }).fill('nothing like it')
    },
  },
  {
    name: 'diff-fields',
    scenario: 'inspected',
    then: async (page) => {
      await toCompare(page)
      await openRow(page, 'objects', 2)
    },
  },
  {
    name: 'diff-item',
    scenario: 'inspected',
    then: async (page) => {
      await toCompare(page)
      await openRow(page, 'items', 2)
    },
  },
  {
    name: 'diff-binary',
    scenario: 'inspected',
    then: async (page) => {
      await toCompare(page)
      await openRow(page, 'assets', 1)
    },
  },
  { name: 'package', scenario: 'inspected', then: toPackage },
]
