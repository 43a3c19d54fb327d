#pragma once

#include "scene/TransferFunction.h"
#include "scene/VolumeHistogram.h"
#include "volume/TransferStore.h"

#include <QObject>
#include <QString>

#include <vector>

namespace isocenter {

/// The transfer functions that are offered for one volume, shipped and the person's own, and the one in force. GUI thread.
class VolumeLook : public QObject
{
    Q_OBJECT
public:
    struct Choice
    {
        TransferFunctionPtr function; ///< in this volume's modality values
        bool own = false;
    };

    /// `store` may be null (nothing can be saved), else outlives this.
    explicit VolumeLook(TransferStore* store, QObject* parent = nullptr);

    /// The modality's first one is in force then. `unit` of the values, for texts; may be empty.
    void setVolume(const QString& modality, const QString& unit, const VolumeHistogram& histogram);
    /// Another phase of the same: what is in force stays.
    void setHistogram(const VolumeHistogram& histogram);
    void clear();

    const VolumeHistogram& histogram() const { return m_histogram; }
    const QString& unit() const { return m_unit; }
    const std::vector<Choice>& choices() const { return m_choices; }
    int chosen() const { return m_chosen; } ///< -1: no volume
    void choose(int index);

    const TransferFunctionPtr& function() const { return m_function; } ///< null: no volume
    bool isChanged() const;                                            ///< no longer the chosen one
    /// At least one point; sorted here. Keeps the name.
    void setFunction(TransferFunction function);
    /// Moves all points up by `shift` (modality values) and stretches them about their middle.
    void stretch(double shift, double factor);
    void restore(); ///< the chosen one, unchanged

    /// Keeps the function in force under that name; false where that is impossible (no name, no place).
    bool saveAs(const QString& name);
    /// Forgets an own one.
    bool remove(int index);

Q_SIGNALS:
    void choicesChanged();
    void functionChanged(); ///< by choice or by hand

private:
    bool isRelative() const;
    void fill();

    TransferStore* m_store;
    TransferPresets m_shipped;
    QString m_modality;
    QString m_unit;
    VolumeHistogram m_histogram;
    std::vector<Choice> m_choices;
    int m_chosen = -1;
    TransferFunctionPtr m_function;
};

} // namespace isocenter
