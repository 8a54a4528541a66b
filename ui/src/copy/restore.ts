/** The words of custom restores, loaded with whatever first needs them and not before. */
import { addWords } from '.'
import { m } from './generated-restore/messages.js'

addWords(m)
