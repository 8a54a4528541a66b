/** The words of releases, loaded with whatever first needs them and not before. */
import { addWords } from '.'
import { m } from './generated-release/messages.js'

addWords(m)
