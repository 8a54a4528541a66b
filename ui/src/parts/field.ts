/** What a control needs to be tied to its label, hint and problem. */
export type FieldControl = {
  id: string
  described: string | undefined
  invalid: true | undefined
}
