# Las páginas de la secretaría, de los consultores y de las coordinaciones.

admin-title = Rondas
new-round = Nueva ronda
questionnaires-title = Cuestionarios

rounds-caption = Rondas, de la más reciente a la más antigua
rounds-none = Todavía no hay rondas.
round-name = Nombre
round-code = Código
round-state-scheduled = Programada
round-state-open = Abierta
round-state-closed = Cerrada
response-state-not_opened = Sin abrir
response-state-opened = Abierta
response-state-in_progress = En curso
response-state-submitted = Enviada
response-state-returned = Devuelta
response-state-accepted = Aceptada
column-state = Estado
column-asked = Consultado
column-opened = Abierto
column-started = Empezado
column-submitted = Enviado
column-accepted = Aceptado
column-deadline = Fecha límite
column-region = Región
column-code = Código
column-country = País
column-department = Departamento
column-type = Tipo
column-last = Última actividad
column-receipt = Acuse de recibo
regions-caption = Departamentos por región
departments-title = Departamentos
departments-of = Departamentos de { $region }
departments-all = Mostrar todas las regiones
departments-caption = Avance de cada departamento (horas UTC)
departments-choose = Elija una región en la tabla de arriba para ver sus departamentos.
round-participation = { $asked ->
    [one] Se consultó a { $asked } departamento
   *[other] Se consultó a { $asked } departamentos
 }. Cuestionarios abiertos: { $opened }, empezados: { $started }, enviados: { $submitted }, aceptados: { $accepted }.

versions-caption = Versiones, la más reciente de cada cuestionario primero (horas UTC)
versions-none = Todavía no hay cuestionarios.
version-title = Título
version-form = Formulario
version-number = Versión
version-created = Cargada
version-published = Publicada
version-state-draft = Borrador
version-state-published = Publicada
version-heading = { $title }, versión { $number }
version-languages = Idiomas
version-sections = Secciones
version-departments = Sugerida a
version-questions = Preguntas
question-number = Número
question-label = Pregunta
question-type = Tipo
question-rules = Reglas
question-non-answers = Faltas de respuesta admitidas
question-languages = Idiomas
question-choices = { $count ->
    [one] { $count } opción
   *[other] { $count } opciones
 }
publish-text = Una vez publicada, esta versión no se puede cambiar y las rondas pueden usarla. Para corregirla después, cargue una versión nueva.
publish-lacks = Esta versión todavía no se puede publicar. Faltan opciones para lo siguiente. Cargue de nuevo el cuestionario, con sus archivos de opciones.
publish-button = Publicar esta versión
type-text = Texto
type-integer = Número entero
type-decimal = Número decimal
type-range = Número en un intervalo
type-date = Fecha
type-time = Hora
type-date-time = Fecha y hora
type-select-one = Una sola opción
type-select-multiple = Varias opciones
type-rank = Clasificación
type-file = Archivo
type-image = Imagen
type-acknowledge = Confirmación
type-note = Nota
type-calculate = Calculado
type-hidden = Oculto
type-metadata = Se rellena solo
type-point = Lugar
type-group = Grupo
type-repeat = Elementos repetidos

upload-title = Cargar un cuestionario
upload-label = Libro de cálculo
upload-hint = Un libro de cálculo XLSForm (.xlsx), un zip con sus hojas en CSV o los propios archivos CSV; como máximo { $most } MB. Se convierte en un borrador que puede revisar antes de publicarlo.
upload-button = Cargar
upload-none = Elija un archivo
upload-refused = { $count ->
    [one] El archivo no se ha aceptado: tiene { $count } error. No se ha guardado nada. Corríjalo y cargue el archivo de nuevo.
   *[other] El archivo no se ha aceptado: tiene { $count } errores. No se ha guardado nada. Corríjalos y cargue el archivo de nuevo.
 }
upload-see-problems = Ver lo que falla, celda por celda
upload-taken = El archivo se ha aceptado como borrador. Revise las advertencias de abajo.
upload-preview = Vista previa del cuestionario
problems-caption = Lo hallado en el archivo, primero los errores
upload-file = Archivo: { $names }.
problems-count = { $errors ->
    [one] { $errors } error
   *[other] { $errors } errores
}, { $warnings ->
    [one] { $warnings } advertencia
   *[other] { $warnings } advertencias
}, { $notices ->
    [one] { $notices } aviso
   *[other] { $notices } avisos
}.
untranslated-title = Sin traducir todavía
untranslated-language = { $language }: { $count ->
    [one] { $count } celda
   *[other] { $count } celdas
}
changed-title = Conservado, pero modificado o sin efecto
problem-severity = Gravedad
problem-place = Lugar
problem-row = Fila
problem-what = Qué falla
problem-fix = Qué hacer
problem-error = Error
problem-warning = Advertencia
problem-notice = Observación

round-version = Cuestionario
round-version-choose = Elegir una versión publicada
round-no-version = Una ronda necesita un cuestionario publicado.
round-opening = Apertura
round-code-hint = Letras minúsculas, cifras y guiones, por ejemplo external-dimension-2026. Aparece en las direcciones y los nombres de archivo y no se puede cambiar.
round-moment-hint = Fecha y hora de la zona horaria de la ronda
round-open-button = Abrir la ronda y enviar las invitaciones
round-name-missing = Introduzca un nombre para la ronda
round-code-malformed = Introduzca un código de como máximo 60 letras minúsculas, cifras y guiones, distinto de «new»
round-code-taken = Otra ronda tiene este código; introduzca otro
round-version-missing = Elija un cuestionario publicado
round-opening-malformed = Introduzca la fecha y la hora de apertura
round-deadline-malformed = Introduzca la fecha y la hora límite
round-deadline-before-opening = Introduzca una fecha límite posterior a la apertura
round-invitees-missing = Introduzca al menos un departamento al que consultar
round-invitees-wrong = Corrija las líneas de los departamentos a los que consultar
invitees-label = Departamentos a los que consultar
invitees-hint = Una línea por persona, con comas entre los elementos:
line-cells = Línea { $line }: debe haber cinco celdas separadas por comas; hay { $value }. Ponga entre comillas dobles rectas toda celda que contenga una coma.
line-unreadable = Línea { $line }: no se puede leer la línea. Compruebe las comillas.
line-region = Línea { $line }: ninguna región tiene el código «{ $value }». Use un código del registro.
line-department = Línea { $line }: el departamento no tiene nombre. Introdúzcalo en la tercera celda.
line-email = Línea { $line }: «{ $value }» no es una dirección de correo electrónico. Introdúzcala en la forma nombre@example.org.
line-language = Línea { $line }: «{ $value }» no es un idioma de la interfaz ni del cuestionario. Introduzca un código como es.
line-doubled = Línea { $line }: se consulta a la misma persona para el mismo departamento en la línea { $value }. Elimine una de las dos líneas.
round-invited = { $count ->
    [one] Se está enviando { $count } invitación.
   *[other] Se están enviando { $count } invitaciones.
 }
round-results = Resultados y descargas
invite-title = Consultar a más departamentos
invite-button = Enviar las invitaciones
close-title = Cerrar la ronda
close-button = Cerrar la ronda ahora

results-title = Resultados
results-text = Elija una ronda para ver quién participó y descargar las respuestas.
results-of = Resultados de { $round }
results-deadline = Fecha límite: { $deadline }
downloads-title = Descargas
downloads-whose = Qué respuestas contienen los archivos
downloads-accepted = Respuestas aceptadas
downloads-submitted = Respuestas aceptadas y enviadas
downloads-all = Todo lo que se envió; las respuestas devueltas, tal como se habían enviado
downloads-show = Mostrar estos archivos
downloads-holds-accepted = Los archivos contienen solo las respuestas aceptadas.
downloads-holds-submitted = Los archivos contienen todas las respuestas enviadas o aceptadas.
downloads-holds-all = Los archivos contienen todas las respuestas enviadas, aceptadas o devueltas; una devuelta está tal como se había enviado.
downloads-regions = Los archivos cuyo nombre empieza por «regional_» contienen las respuestas propias de las regiones: las que están firmadas y, con las respuestas devueltas, las que se firmaron y se reabrieron. Cada archivo indica el estado de cada respuesta; la participación y el libro de códigos son de todos.
files-caption = Archivos (CSV en UTF-8)
file-name = Archivo
file-holds = Contenido
file-responses = Una fila por respuesta de departamento, una columna por pregunta
file-answers = Una fila por respuesta a una pregunta
file-codebook = Todas las preguntas y opciones en todos los idiomas
file-columns = Qué significan las columnas que no son preguntas (en inglés)
file-participation = Quién fue consultado, empezó, envió y fue aceptado, por región y departamento
file-repeat = Los elementos de «{ $title }», una fila para cada uno
file-regional-responses = Una fila por región que firmó su respuesta, una columna por pregunta
file-regional-answers = Una fila por cada respuesta propia de las regiones
file-regional-participation = Hasta dónde ha llegado cada región, con sus departamentos y su propia respuesta
file-regional-repeat = Los elementos de «{ $title }» en las respuestas propias de las regiones, una fila para cada uno
file-list = { $title }
file-table = { $title }
participation-title = Participación

receipt-of = Acuse de recibo de { $department }
region-no-rounds = Todavía no se ha consultado a ningún departamento de esta región.
nav-regions = Mi región
regions-title = Sus regiones

changes-title = Qué ha cambiado desde la versión { $since }
changes-since = Comparar con la versión
changes-show = Mostrar
changes-none = Nada.
changes-of-settings = El cuestionario en su conjunto
changes-reconfirm = respuestas por confirmar
changes-meaning = { $count ->
    [one] Cambia el sentido de una pregunta: cuando una ronda pasa a esta versión, quienes dieron las respuestas anteriores las confirman.
   *[other] Cambia el sentido de { $count } preguntas: cuando una ronda pasa a esta versión, quienes dieron las respuestas anteriores las confirman.
}
changes-added = Añadidas: { $count }
changes-removed = Eliminadas: { $count }
changes-moved = Trasladadas: { $count }
changes-reworded = Reformuladas: { $count }
changes-translated = Traducciones: { $count }
changes-types = Otro tipo: { $count }
changes-choices = Opciones: { $count }
changes-rules = Reglas: { $count }
changes-attributes = Otras columnas: { $count }
changes-settings = Ajustes: { $count }
row-question = pregunta
row-group = grupo
row-repeat = repetición
part-title = Título
part-label = Etiqueta
part-hint = Indicación
part-guidance = Orientación
part-required-message = Mensaje si es obligatoria
part-constraint-message = Mensaje de la restricción
change-added = Añadido
change-removed = Eliminado
change-moved = Trasladado
change-top = primer nivel del cuestionario
change-after = { $within }, después de { $after }
change-first = { $within }, en primer lugar
change-reworded = { $part } ({ $language })
change-translated = { $part }: traducción añadida ({ $language })
change-untranslated = { $part }: traducción eliminada ({ $language })
change-type = Tipo
change-choice-added = Opción { $choice } añadida
change-choice-removed = Opción { $choice } eliminada
change-choice-reworded = Opción { $choice } ({ $language })
change-choice-translated = Opción { $choice }: traducción añadida ({ $language })
change-choice-untranslated = Opción { $choice }: traducción eliminada ({ $language })
change-choices-reordered = Opciones en otro orden
change-choice-column = Opción { $choice }, columna { $column }
change-rule = Regla { $rule }
change-attribute = Columna { $attribute }
moving-link = Pasar a otra versión
moving-title = Pasar { $round } a otra versión
moving-text = La ronda está en la versión { $number }. Los borradores la siguen a la nueva versión; las respuestas enviadas conservan la suya.
moving-to = A la versión
moving-preview = Mostrar los efectos
moving-would = Efectos del paso
moving-drafts = Borradores que pasan
moving-with-reconfirmations = De ellos, con respuestas por confirmar
moving-unbegun = Respuestas sin empezar
moving-staying = Respuestas enviadas que se quedan
moving-reconfirmations = Respuestas por confirmar
moving-why = Por qué
moving-answers = Respuestas
moving-earlier = Respuestas que ya no se piden y se conservan
moving-changes = Qué cambió entre las versiones
moving-warning = Quienes tengan respuestas por confirmar reciben un correo. Una ronda no puede volver atrás.
moving-button = Pasar la ronda
moving-none = No hay ninguna versión publicada más reciente.
round-moved = { $count ->
    [one] La ronda cambió de versión, y con ella una respuesta.
   *[other] La ronda cambió de versión, y con ella { $count } respuestas.
}
