/** Every step of shipping, Packages and History. */
import { pictureEveryLook } from './pictures'
import { stories } from './ship-stories'

pictureEveryLook('ship', stories)
