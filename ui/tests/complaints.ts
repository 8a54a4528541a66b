import { expect, test } from '@playwright/test'

/** Fails a test in which the page's policy refused something, or the interface threw. */
export function expectNoComplaints() {
  let complaints: string[] = []

  test.beforeEach(({ page }) => {
    complaints = []
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('pageerror', (thrown) => complaints.push(thrown.message))
  })

  test.afterEach(() => {
    expect(complaints, 'promise 35: the policy is kept and nothing is thrown').toEqual([])
  })
}
