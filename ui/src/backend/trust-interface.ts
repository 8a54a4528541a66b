/** Which questions are about this installation itself, for whoever answers them together. */
import type { Questions } from './interface'

/** About what Slipway needs on this computer, a file for whoever helps, and which Slipway it is. */
export type TrustQuestions = Pick<
  Questions,
  'queryFirstAid' | 'actionFirstAid' | 'querySupportBundle' | 'actionSaveSupportBundle' | 'queryAbout'
>
