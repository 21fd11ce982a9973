# Las versiones como archivos, y sus traducciones.
workbook-download = Descargar el libro
workbook-sheets = Descargar las hojas en CSV
translations-title = Traducciones
translations-heading = Traducciones de { $title }, versión { $number }
translations-intro = { $count ->
    [one] Esta versión tiene un texto que traducir.
   *[other] Esta versión tiene { $count } textos que traducir.
 }
translations-counts = Textos por idioma
translations-language = Idioma
translations-done = Traducidos
translations-missing = Faltan
translations-file = Para quien traduce
translations-is-source = El idioma desde el que se traduce
translations-download = Descargar { $language }
translations-upload-title = Traer una traducción
translations-upload-label = El archivo de quien traduce
translations-upload-hint = El archivo CSV que se descargó aquí, con las traducciones en su última columna. Verá qué cambiaría antes de que se guarde nada.
translations-look = Examinarlo
translations-start-title = Empezar un idioma nuevo
translations-start-label = Idioma
translations-start-hint = Su nombre y su código, por ejemplo Greek (el). Recibirá un archivo con todos los textos que traducir.
translations-start = Descargar el archivo vacío
translations-lacks = Lo que falta en { $language }
translations-lacks-caption = { $count ->
    [one] Un texto sin traducción
   *[other] { $count } textos sin traducción
 }
translations-column = Columna
translations-source = Texto
translations-hidden = { $count ->
    [one] Otro más está en el archivo.
   *[other] Otros { $count } están en el archivo.
 }
translations-problems = Lo que dice el archivo, línea por línea
translations-line = Línea
translations-see-problems = Ver qué está mal, línea por línea
translations-preview = { $count ->
    [one] El archivo cambia un texto en { $language }. Todavía no se ha guardado nada.
   *[other] El archivo cambia { $count } textos en { $language }. Todavía no se ha guardado nada.
 }
translations-new-language = El idioma es nuevo en este cuestionario.
translations-unchanged = El archivo no cambia nada.
translations-late = Alguien ha añadido una versión más reciente. Descargue el idioma desde esa versión y traiga allí la traducción.
translations-changes = { $count ->
    [one] El cambio
   *[other] Los { $count } cambios
 }
translations-key = Lugar
translations-before = Antes
translations-after = Después
translations-apply-text = La traducción pasa a ser el borrador de una versión nueva. La versión que ve aquí queda como está.
translations-apply = { $count ->
    [one] Añadir un borrador con este cambio
   *[other] Añadir un borrador con estos { $count } cambios
 }
translations-language-missing = Escriba el idioma, por ejemplo Greek (el)
translations-language-impossible = «{ $language }» no puede ser el nombre de un idioma: escríbalo sin saltos de línea ni dos puntos, por ejemplo Greek (el)
translations-language-is-source = «{ $language }» es el idioma desde el que se traduce
translations-language-has-code = El cuestionario tiene «{ $language }» con el mismo código: descargue ese
